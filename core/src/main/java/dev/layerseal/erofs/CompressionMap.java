package dev.layerseal.erofs;

import dev.layerseal.bytes.ByteReader;
import dev.layerseal.erofs.codec.Decompressor;
import dev.layerseal.erofs.disk.CompressionMapHeader;
import dev.layerseal.erofs.disk.DataLayout;
import dev.layerseal.erofs.disk.ErofsSuperblock;
import dev.layerseal.erofs.disk.FeatureIncompat;
import dev.layerseal.error.FormatException;
import dev.layerseal.error.LayersealException;
import java.io.IOException;

/**
 * What stands behind the inode of a compressed file: the header, then the indexes or extents that
 * say where its bytes are.
 *
 * @param end byte offset behind the indexes
 */
record CompressionMap(CompressionMapHeader header, ExtentMap extents, long end) {

  private static final int MAX_CLUSTER_BITS = 20;

  static CompressionMap read(ImageInode inode, ErofsSuperblock superblock)
      throws IOException, LayersealException {
    long at = inode.bodyOffset() + 7 & -8;
    byte[] bytes = inode.home().read(at, CompressionMapHeader.SIZE);
    CompressionMapHeader header =
        CompressionMapHeader.decode(new ByteReader("map header", at, bytes));
    long headerEnd = at + CompressionMapHeader.SIZE;
    if (header.wholeFragment()) {
      Extent whole = whole(header, inode.size());
      return new CompressionMap(header, offset -> whole, headerEnd);
    }
    if (encodedExtents(inode, header)) {
      ExtentMap extents =
          new EncodedExtents(inode.home(), headerEnd, header, superblock.blockSize(), inode.size());
      return new CompressionMap(header, extents, headerEnd);
    }
    int bits = superblock.blockSize().bits() + (header.clusterBits() & 15);
    checkHeader(inode, superblock, header);
    ClusterIndexes indexes = indexes(inode, header, headerEnd, bits);
    ExtentMap extents =
        new ExtentFinder(header, indexes, superblock.blockSize(), bits, inode.size());
    return new CompressionMap(header, extents, indexes.end());
  }

  private static boolean encodedExtents(ImageInode inode, CompressionMapHeader header) {
    return inode.disk().layout() == DataLayout.COMPRESSED_FULL
        && header.advises(CompressionMapHeader.COMPACT_2B);
  }

  /** The header of a file that is one fragment is the offset of that, but for its highest bit. */
  private static Extent whole(CompressionMapHeader header, long size) {
    long high =
        header.advise()
            | (long) header.algorithms() << 16
            | (long) (header.clusterBits() & 0x7f) << 24;
    long position = header.fragmentOffset() | high << 32;
    return new Extent(0, size, Extent.Form.FRAGMENT, 0, position, 0, false, false);
  }

  private static ClusterIndexes indexes(
      ImageInode inode, CompressionMapHeader header, long headerEnd, int bits)
      throws LayersealException {
    long count = inode.size() == 0 ? 0 : (inode.size() - 1 >>> bits) + 1;
    if (bits > MAX_CLUSTER_BITS || count > inode.home().size()) {
      throw new FormatException(
          "%d clusters of 2^%d bytes are more than the image has".formatted(count, bits));
    }
    return inode.disk().layout() == DataLayout.COMPRESSED_COMPACT
        ? new CompactIndexes(inode.home(), headerEnd, count, bits, header)
        : new FullIndexes(inode.home(), headerEnd, count, 1 << bits, header);
  }

  /** What kernels refuse before they look at an index. */
  private static void checkHeader(
      ImageInode inode, ErofsSuperblock superblock, CompressionMapHeader header)
      throws FormatException {
    boolean first = header.advises(CompressionMapHeader.BIG_PCLUSTER_1);
    boolean second = header.advises(CompressionMapHeader.BIG_PCLUSTER_2);
    if ((first || second) && !superblock.has(FeatureIncompat.COMPRESSION_CONFIGS)) {
      throw new FormatException("big physical clusters, which the superblock does not name");
    }
    if (first != second && inode.disk().layout() == DataLayout.COMPRESSED_COMPACT) {
      throw new FormatException("big physical clusters for one of two algorithms");
    }
    int highest = Math.max(header.algorithms() & 15, header.algorithms() >> 4);
    if (Decompressor.of(highest).isEmpty()) {
      throw new FormatException("algorithm %d, which is none".formatted(highest));
    }
  }

  /** The extent that holds byte {@code offset}. */
  Extent extent(long offset) throws IOException, LayersealException {
    Extent extent = extents.find(offset);
    return extent.inline() ? extent.at(end) : extent;
  }
}
