package dev.layerseal.erofs;

import dev.layerseal.erofs.disk.ClusterIndex;
import dev.layerseal.erofs.disk.CompressionMapHeader;
import dev.layerseal.error.FormatException;
import dev.layerseal.error.LayersealException;
import dev.layerseal.error.UnsupportedFeatureException;
import java.io.IOException;

/**
 * Packed indexes: packs of two in 8 bytes up to a 32-byte boundary, packs of 16 in 32 bytes, and
 * packs of two for the rest. A pack ends with a block number from which those of its heads follow;
 * its last index gives the distance forward where the others give the one back.
 */
final class CompactIndexes implements ClusterIndexes {

  private static final int PACK_16_BYTES = 32;
  private static final int PACK_2_BYTES = 8;
  private static final int ADDRESS_BYTES = 4;
  private static final int MIN_LOW_BITS = 12;
  private static final int MAX_BITS_OF_2 = 14;
  private static final int MAX_BITS_OF_16 = 12;

  private final ImageSource source;
  private final long start;
  private final long initial;
  private final long middle;
  private final long count;
  private final int lowBits;
  private final int clusterSize;
  private final boolean bigClusters;
  private long packStart = -1;
  private byte[] pack = new byte[0];

  CompactIndexes(
      ImageSource source, long headerEnd, long count, int clusterBits, CompressionMapHeader header)
      throws FormatException, UnsupportedFeatureException {
    this.source = source;
    this.start = headerEnd;
    this.count = count;
    this.clusterSize = 1 << clusterBits;
    this.lowBits = Math.max(clusterBits, MIN_LOW_BITS);
    this.bigClusters = header.advises(CompressionMapHeader.BIG_PCLUSTER_1);
    int toBoundary = (int) (-headerEnd & PACK_16_BYTES - 1) / ADDRESS_BYTES;
    boolean packsOf16 = header.advises(CompressionMapHeader.COMPACT_2B) && toBoundary < count;
    this.initial = packsOf16 ? toBoundary : 0;
    this.middle = packsOf16 ? count - toBoundary & -16 : 0;
    if (clusterBits > (middle > 0 ? MAX_BITS_OF_16 : MAX_BITS_OF_2)) {
      throw new UnsupportedFeatureException(
          "compact indexes for clusters of %d bytes".formatted(clusterSize));
    }
    ImageSource.checkRange(source, start, end() - start);
  }

  @Override
  public long end() {
    long last = count - initial - middle;
    return start + initial * 4 + middle * 2 + (last + 1 & -2) * 4;
  }

  @Override
  public Lcluster at(long number) throws IOException, LayersealException {
    boolean of16 = number >= initial && number < initial + middle;
    int perPack = of16 ? 16 : 2;
    long base = start;
    long index = number;
    if (number >= initial) {
      base += initial * 4;
      index -= initial;
      if (!of16) {
        base += middle * 2;
        index -= middle;
      }
    }
    load(base + index / perPack * (of16 ? PACK_16_BYTES : PACK_2_BYTES), of16);
    return decode((int) (index % perPack), perPack);
  }

  private void load(long position, boolean of16) throws IOException, LayersealException {
    if (position != packStart) {
      pack = source.read(position, of16 ? PACK_16_BYTES : PACK_2_BYTES);
      packStart = position;
    }
  }

  private Lcluster decode(int index, int perPack) throws FormatException {
    int type = type(index, perPack);
    int low = low(index, perPack);
    if (type != ClusterIndex.NONHEAD) {
      if (low >= clusterSize) {
        throw malformed("an extent begins at %d of its cluster".formatted(low));
      }
      return Lcluster.head(type, low, address(index, perPack), false);
    }
    if ((low & ClusterIndex.BLOCK_COUNT) != 0) {
      return counted(low & ~ClusterIndex.BLOCK_COUNT);
    }
    if (index + 1 < perPack) {
      return Lcluster.nonHead(low, 0);
    }
    return Lcluster.nonHead(backOfLast(index, perPack), 0);
  }

  private Lcluster counted(int blocks) throws FormatException {
    if (!bigClusters) {
      throw malformed("a count of %d blocks has no meaning here".formatted(blocks));
    }
    return Lcluster.nonHead(1, blocks);
  }

  private int backOfLast(int index, int perPack) {
    if (type(index - 1, perPack) != ClusterIndex.NONHEAD) {
      return 1;
    }
    int low = low(index - 1, perPack);
    return (low & ClusterIndex.BLOCK_COUNT) != 0 ? 2 : low + 1;
  }

  /** The pack's block number, and one more block for each physical cluster in front of this. */
  private long address(int index, int perPack) throws FormatException {
    long base = 0;
    for (int i = 0; i < ADDRESS_BYTES; i++) {
      base |= (pack[pack.length - ADDRESS_BYTES + i] & 0xffL) << 8 * i;
    }
    return base + (bigClusters ? blocksBefore(index, perPack) : headsBefore(index, perPack) + 1);
  }

  private long headsBefore(int index, int perPack) {
    long heads = 0;
    int i = index;
    while (i > 0) {
      i--;
      if (type(i, perPack) == ClusterIndex.NONHEAD) {
        i -= low(i, perPack);
      }
      heads += i >= 0 ? 1 : 0;
    }
    return heads;
  }

  private long blocksBefore(int index, int perPack) throws FormatException {
    long blocks = 0;
    int i = index;
    while (i > 0) {
      i--;
      int low = low(i, perPack);
      if (type(i, perPack) != ClusterIndex.NONHEAD) {
        blocks++;
      } else if ((low & ClusterIndex.BLOCK_COUNT) != 0) {
        i--;
        blocks += low & ~ClusterIndex.BLOCK_COUNT;
      } else if (low > 1) {
        i -= low - 2;
      } else {
        throw malformed("a cluster next to its head does not count its blocks");
      }
    }
    return blocks;
  }

  private int low(int index, int perPack) {
    return bits(index, perPack) & (1 << lowBits) - 1;
  }

  private int type(int index, int perPack) {
    return bits(index, perPack) >> lowBits & 3;
  }

  private int bits(int index, int perPack) {
    int each = (pack.length - ADDRESS_BYTES) * 8 / perPack;
    int position = each * index;
    int at = position >> 3;
    int word = 0;
    for (int i = 0; i < 4; i++) {
      word |= (at + i < pack.length ? pack[at + i] & 0xff : 0) << 8 * i;
    }
    return word >>> (position & 7);
  }

  private FormatException malformed(String why) {
    return new FormatException("compact indexes at 0x%x: %s".formatted(packStart, why));
  }
}
