package dev.layerseal.erofs.mkfs;

import dev.layerseal.bytes.ByteWriter;
import dev.layerseal.erofs.disk.ClusterIndex;
import dev.layerseal.erofs.disk.CompressionMapHeader;
import dev.layerseal.erofs.disk.DataLayout;
import java.util.List;

/** What a compressed file has behind its inode: the map header and the indexes. */
final class FileIndexes {

  private final Compression compression;
  private final boolean big;

  FileIndexes(Compression compression) {
    this.compression = compression;
    this.big = compression.configured();
  }

  DataLayout layout() {
    return compression.legacy() ? DataLayout.COMPRESSED_FULL : DataLayout.COMPRESSED_COMPACT;
  }

  /** Whether compressing saves space: full indexes are counted, whichever are written. */
  static boolean pays(long blocks, long size) {
    long clusters = (size + Compression.BLOCK - 1) / Compression.BLOCK;
    long indexes = CompressionMapHeader.SIZE + ClusterIndex.SIZE * (clusters + 1);
    return blocks * Compression.BLOCK + indexes < size;
  }

  /**
   * Header and indexes.
   *
   * @param firstBlock of the file's physical clusters
   * @param position of the header behind the start of the inode
   */
  byte[] encode(List<Extent> extents, long firstBlock, int position) {
    List<ClusterIndex> full = ExtentIndexes.of(extents, big, firstBlock);
    ByteWriter out = new ByteWriter(64);
    new CompressionMapHeader(0, advise(), compression.algorithm().code, 0).encode(out);
    int packs = position + CompressionMapHeader.SIZE;
    return out.bytes(
            compression.legacy()
                ? ExtentIndexes.encode(full)
                : CompactIndexes.encode(full, big, firstBlock, packs))
        .toByteArray();
  }

  private int advise() {
    int clusters = big ? CompressionMapHeader.BIG_PCLUSTER_1 : 0;
    if (compression.legacy()) {
      return clusters;
    }
    return CompressionMapHeader.COMPACT_2B
        | clusters
        | (big ? CompressionMapHeader.BIG_PCLUSTER_2 : 0);
  }
}
