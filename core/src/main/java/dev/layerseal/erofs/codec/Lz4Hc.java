package dev.layerseal.erofs.codec;

/**
 * The LZ4 compressors of high ratio, by level, with the bytes of liblz4 1.10.0 (and of 1.9.3 and
 * 1.9.4 from level 3 on).
 */
public final class Lz4Hc {

  public static final int MIN_LEVEL = 1;
  public static final int MAX_LEVEL = 12;

  private static final int LAST_MID = 2;
  private static final int LAST_LAZY = 9;

  private Lz4Hc() {}

  /** A compressor of a level from 1 to 12. */
  public static FillCompressor ofLevel(int level) {
    if (level < MIN_LEVEL || level > MAX_LEVEL) {
      throw new IllegalArgumentException("lz4hc has levels 1 to 12, not " + level);
    }
    if (level <= LAST_MID) {
      return new Lz4HcMid();
    }
    return level <= LAST_LAZY ? new Lz4HcLazy(level) : new Lz4HcOptimal(level);
  }
}
