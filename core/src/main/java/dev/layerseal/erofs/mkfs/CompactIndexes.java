package dev.layerseal.erofs.mkfs;

import static dev.layerseal.erofs.mkfs.ExtentIndexes.MAX_DELTA;

import dev.layerseal.bytes.ByteWriter;
import dev.layerseal.erofs.disk.ClusterIndex;
import java.util.List;

/**
 * The indexes of a file in packs: two entries of 16 bits and an address, or sixteen of 14 bits and
 * an address. A pack of sixteen starts at a multiple of its 32 bytes.
 */
final class CompactIndexes {

  /** Pack of two: bytes. */
  private static final int SMALL_PACK = 8;

  /** Pack of sixteen: bytes. */
  private static final int LARGE_PACK = 32;

  private static final int LARGE_COUNT = 16;
  private static final int TYPE_SHIFT = 12;

  private final List<ClusterIndex> indexes;
  private final boolean bigClusters;
  private final ByteWriter out;

  /** Block in front of the next cluster; with big clusters the next cluster itself. */
  private long address;

  /** Big clusters: a head was seen, and its number of blocks was not. */
  private boolean headOpen;

  /** The address of the pack at hand, and whether the pack has a head. */
  private long base;

  private boolean headSeen;

  private CompactIndexes(List<ClusterIndex> indexes, boolean bigClusters, long firstAddress) {
    this.indexes = indexes;
    this.bigClusters = bigClusters;
    this.address = bigClusters ? firstAddress : firstAddress - 1;
    this.out = new ByteWriter(indexes.size() * 4 + SMALL_PACK);
  }

  /**
   * The packs of a file.
   *
   * @param indexes full indexes
   * @param firstAddress block of the first physical cluster
   * @param position where the packs start, counted from a multiple of 32
   */
  static byte[] encode(
      List<ClusterIndex> indexes, boolean bigClusters, long firstAddress, int position) {
    CompactIndexes packs = new CompactIndexes(indexes, bigClusters, firstAddress);
    int count = indexes.size();
    int small = Math.min(before(position), count);
    int large = inLargePacks(count, position);
    packs.smallPacks(0, small);
    for (int i = small; i < small + large; i += LARGE_COUNT) {
      packs.pack(i, LARGE_COUNT, LARGE_PACK);
    }
    packs.smallPacks(small + large, count);
    return packs.out.toByteArray();
  }

  /** Bytes that the packs take. */
  static int size(int count, int position) {
    int large = inLargePacks(count, position);
    return large / LARGE_COUNT * LARGE_PACK + (count - large + 1) / 2 * SMALL_PACK;
  }

  private static int inLargePacks(int count, int position) {
    return Math.max(0, count - before(position)) / LARGE_COUNT * LARGE_COUNT;
  }

  /** Entries in packs of two that come first, to reach a multiple of 32 bytes. */
  private static int before(int position) {
    return (-position & LARGE_PACK - 1) / 4;
  }

  private void smallPacks(int from, int to) {
    for (int i = from; i < to; i += 2) {
      pack(i, 2, SMALL_PACK);
    }
  }

  private void pack(int from, int count, int size) {
    int bits = (size * Byte.SIZE - Integer.SIZE) / count;
    byte[] packed = new byte[size - Integer.BYTES];
    base = address;
    headSeen = false;
    for (int i = 0; i < count && from + i < indexes.size(); i++) {
      ClusterIndex index = indexes.get(from + i);
      if (index.type() == ClusterIndex.NONHEAD) {
        nonHead(index);
      } else {
        head();
      }
      put(packed, i * bits, value(index, i == count - 1) | index.type() << TYPE_SHIFT);
    }
    out.bytes(packed).u32(base);
  }

  private void head() {
    if (headOpen || !bigClusters) {
      address++;
      base = bigClusters && !headSeen ? address : base;
    }
    headOpen = true;
    headSeen = true;
  }

  private void nonHead(ClusterIndex index) {
    if (bigClusters && (index.back() & ClusterIndex.BLOCK_COUNT) != 0) {
      address += index.back() & ~ClusterIndex.BLOCK_COUNT;
      headOpen = false;
    }
  }

  private static int value(ClusterIndex index, boolean last) {
    if (index.type() != ClusterIndex.NONHEAD) {
      return index.clusterOffset();
    }
    boolean count = (index.back() & ClusterIndex.BLOCK_COUNT) != 0;
    return last && !count ? Math.min(index.forward(), MAX_DELTA) : index.back();
  }

  private static void put(byte[] packed, int bit, int value) {
    int shifted = value << bit % Byte.SIZE;
    for (int at = bit / Byte.SIZE; shifted != 0; at++) {
      packed[at] |= (byte) shifted;
      shifted >>>= Byte.SIZE;
    }
  }
}
