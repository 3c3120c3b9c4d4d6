package dev.layerseal.erofs;

import dev.layerseal.bytes.BlockSize;
import dev.layerseal.erofs.disk.ClusterIndex;
import dev.layerseal.erofs.disk.CompressionMapHeader;
import dev.layerseal.error.FormatException;
import dev.layerseal.error.LayersealException;
import java.io.IOException;

/** Extents that follow from the indexes of logical clusters. */
final class ExtentFinder implements ExtentMap {

  /** What a physical cluster takes at most, encoded. */
  private static final int MAX_ENCODED = 1 << 20;

  /** What it decodes to at most. */
  private static final int MAX_DECODED = 12 << 20;

  private final CompressionMapHeader header;
  private final ClusterIndexes indexes;
  private final BlockSize blockSize;
  private final int clusterBits;
  private final long size;

  ExtentFinder(
      CompressionMapHeader header,
      ClusterIndexes indexes,
      BlockSize blockSize,
      int clusterBits,
      long size) {
    this.header = header;
    this.indexes = indexes;
    this.blockSize = blockSize;
    this.clusterBits = clusterBits;
    this.size = size;
  }

  @Override
  public Extent find(long offset) throws IOException, LayersealException {
    long number = head(offset);
    Lcluster head = indexes.at(number);
    long start = (number << clusterBits) + head.clusterOffset();
    long end = end(number);
    if (start > offset || end <= offset || end - start > MAX_DECODED) {
      throw new FormatException(
          "extent at %d reaches to %d, which is no place for byte %d"
              .formatted(start, end, offset));
    }
    boolean last = end == size && hasTail();
    if (last && header.advises(CompressionMapHeader.FRAGMENT)) {
      // Only full indexes have room for the higher bits.
      long high = indexes instanceof FullIndexes ? head.block() << 32 : 0;
      long position = header.fragmentOffset() | high;
      return new Extent(start, end, Extent.Form.FRAGMENT, 0, position, 0, false, false);
    }
    boolean inline = last && header.advises(CompressionMapHeader.INLINE_PCLUSTER);
    int encoded = inline ? header.inlineSize() : encoded(number, head);
    return new Extent(
        start,
        end,
        form(head),
        algorithm(head),
        head.block() << blockSize.bits(),
        encoded,
        inline,
        head.partial());
  }

  /** Whether the last extent is held elsewhere: in the packed inode, or behind the indexes. */
  private boolean hasTail() {
    return header.advises(CompressionMapHeader.FRAGMENT)
        || header.advises(CompressionMapHeader.INLINE_PCLUSTER);
  }

  /** The logical cluster in which the extent of byte {@code offset} begins. */
  private long head(long offset) throws IOException, LayersealException {
    long number = offset >>> clusterBits;
    Lcluster cluster = indexes.at(number);
    if (cluster.isHead() && (offset & (1L << clusterBits) - 1) >= cluster.clusterOffset()) {
      return number;
    }
    int back = cluster.isHead() ? 1 : cluster.back();
    while (true) {
      if (back == 0 || back > number) {
        throw new FormatException(
            "cluster %d: its head is %d clusters back".formatted(number, back));
      }
      number -= back;
      cluster = indexes.at(number);
      if (cluster.isHead()) {
        return number;
      }
      back = cluster.back();
    }
  }

  /** The next head after {@code number} ends its extent, or the end of the file. */
  private long end(long number) throws IOException, LayersealException {
    long clusters = (size - 1 >>> clusterBits) + 1;
    long furthest = Math.min(clusters, number + (MAX_DECODED >> clusterBits) + 2);
    for (long next = number + 1; next < furthest; next++) {
      Lcluster cluster = indexes.at(next);
      if (cluster.isHead()) {
        return Math.min(size, (next << clusterBits) + cluster.clusterOffset());
      }
    }
    return furthest == clusters ? size : furthest << clusterBits;
  }

  private int encoded(long number, Lcluster head) throws IOException, LayersealException {
    boolean big =
        header.advises(
            head.type() == ClusterIndex.HEAD1
                ? CompressionMapHeader.BIG_PCLUSTER_1
                : CompressionMapHeader.BIG_PCLUSTER_2);
    long next = number + 1;
    if (!big || next << clusterBits >= size) {
      return 1 << clusterBits;
    }
    Lcluster cluster = indexes.at(next);
    if (cluster.isHead()) {
      return blockSize.bytes();
    }
    long bytes = (long) cluster.blockCount() << blockSize.bits();
    if (bytes == 0 || bytes > MAX_ENCODED) {
      throw new FormatException(
          "cluster %d: its physical cluster has %d bytes".formatted(number, bytes));
    }
    return (int) bytes;
  }

  private Extent.Form form(Lcluster head) {
    if (head.type() != ClusterIndex.PLAIN) {
      return Extent.Form.COMPRESSED;
    }
    return header.advises(CompressionMapHeader.INTERLACED)
        ? Extent.Form.INTERLACED
        : Extent.Form.PLAIN;
  }

  private int algorithm(Lcluster head) {
    return head.type() == ClusterIndex.HEAD2 ? header.algorithms() >> 4 : header.algorithms() & 15;
  }
}
