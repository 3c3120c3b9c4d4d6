package dev.layerseal.compress;

/**
 * How much a layer may grow when it is decompressed.
 *
 * @param maxSize bytes of the decompressed layer
 * @param maxRatio decompressed bytes for each compressed one; small layers may exceed it
 */
public record SizeLimits(long maxSize, long maxRatio) {

  /** 64 GiB, and a little more than what gzip can reach (1032 to 1). */
  public static final SizeLimits STANDARD = new SizeLimits(64L << 30, 1100);

  /** Below this many bytes the ratio does not matter. */
  static final long RATIO_FREE = 64L << 20;

  /**
   * @throws IllegalArgumentException when a limit is not positive
   */
  public SizeLimits {
    if (maxSize < 1 || maxRatio < 1) {
      throw new IllegalArgumentException(maxSize + " bytes, ratio " + maxRatio);
    }
  }
}
