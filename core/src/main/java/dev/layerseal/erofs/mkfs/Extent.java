package dev.layerseal.erofs.mkfs;

/**
 * A physical cluster and the file bytes that it decodes to. The extents of a file follow each
 * other, and so do their clusters.
 *
 * @param length bytes of the file, at least 1
 * @param blocks blocks of the cluster, 1 where it is raw
 * @param raw whether the cluster holds the bytes as they are
 */
record Extent(int length, int blocks, boolean raw) {

  /** Enough for what a compressor sees at once. */
  private static final int LENGTH_BITS = 23;

  /** The extent in one number: many are kept until there is a place for them. */
  int pack() {
    return (raw ? 0 : blocks << LENGTH_BITS) | length;
  }

  static Extent unpack(int packed) {
    int blocks = packed >>> LENGTH_BITS;
    int length = packed & (1 << LENGTH_BITS) - 1;
    return blocks == 0 ? new Extent(length, 1, true) : new Extent(length, blocks, false);
  }
}
