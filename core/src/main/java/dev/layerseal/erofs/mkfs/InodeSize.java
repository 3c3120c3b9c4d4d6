package dev.layerseal.erofs.mkfs;

import dev.layerseal.erofs.disk.ChunkIndex;
import dev.layerseal.erofs.disk.DataLayout;
import dev.layerseal.erofs.disk.InodeCompact;
import dev.layerseal.erofs.disk.InodeExtended;

/** How many bytes an inode takes, with what follows it. */
final class InodeSize {

  private InodeSize() {}

  /** Bytes of the inode with its xattrs and its chunk or cluster indexes. */
  static long of(Node node) {
    long size = withXattrs(node);
    if (node.layout == DataLayout.CHUNK_BASED) {
      size = alignIndexes(size) + ChunkIndex.SIZE * TarChunks.count(node.size);
    }
    if (node.indexes != null) {
      size = alignIndexes(size) + node.indexes.length;
    }
    return size;
  }

  /** Bytes of the inode with its xattrs. */
  static long withXattrs(Node node) {
    long form = node.extended ? InodeExtended.SIZE : InodeCompact.SIZE;
    return form + XattrList.size(node.xattrs);
  }

  /** Where indexes begin that follow {@code size} bytes. */
  static long alignIndexes(long size) {
    return size + ChunkIndex.SIZE - 1 & -ChunkIndex.SIZE;
  }
}
