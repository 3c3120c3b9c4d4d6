package dev.layerseal.compress;

import java.util.Locale;

/** How a layer is compressed. */
public enum Compression {
  NONE,
  GZIP,
  ZSTD;

  /** Bytes that {@link #detect} looks at. */
  public static final int MAGIC_SIZE = 4;

  private static final int GZIP_MAGIC = 0x8b1f;
  private static final int ZSTD_MAGIC = 0xfd2fb528;
  private static final int SKIPPABLE_MAGIC = 0x184d2a50;
  private static final int SKIPPABLE_MASK = 0xfffffff0;

  /** What content that begins with these bytes is compressed with. */
  public static Compression detect(byte[] head, int length) {
    if (length >= 2 && (head[0] & 0xff | (head[1] & 0xff) << 8) == GZIP_MAGIC) {
      return GZIP;
    }
    if (length >= MAGIC_SIZE) {
      int magic =
          head[0] & 0xff | (head[1] & 0xff) << 8 | (head[2] & 0xff) << 16 | (head[3] & 0xff) << 24;
      if (magic == ZSTD_MAGIC || (magic & SKIPPABLE_MASK) == SKIPPABLE_MAGIC) {
        return ZSTD;
      }
    }
    return NONE;
  }

  @Override
  public String toString() {
    return this == NONE ? "uncompressed" : name().toLowerCase(Locale.ROOT);
  }
}
