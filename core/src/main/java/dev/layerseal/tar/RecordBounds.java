package dev.layerseal.tar;

import dev.layerseal.error.UnsupportedFeatureException;

/** How long the pax records, or the long name, behind a header may be. */
final class RecordBounds {

  /** A bound of our own: erofs-utils 1.9 has none. */
  private static final int MAX_PAX_RECORDS = 16 << 20;

  private static final int MAX_OLD_RECORDS = 32 << 10;
  private static final int MAX_LONG_NAME = 4096;
  private static final int MAX_COMPOSEFS_RECORDS = 1 << 20;

  private RecordBounds() {}

  /**
   * Refuses records of {@code size} bytes that are too long to be read.
   *
   * @param offset of the header, for messages
   */
  static void check(TarDialect dialect, byte type, long size, long offset)
      throws UnsupportedFeatureException {
    if (dialect.isComposefs()) {
      checkComposefs(size, offset);
      return;
    }
    boolean name = type == 'K' || type == 'L' && !dialect.isOld();
    if (name && size > MAX_LONG_NAME) {
      throw Refusal.byTool(
          offset, "a long name of %d bytes, at most 4096 are read".formatted(size));
    }
    if (dialect.isOld() && size > MAX_OLD_RECORDS) {
      throw Refusal.byTool(
          offset, "records of %d bytes, at most 32768 are read by 1.8".formatted(size));
    }
    if (size > MAX_PAX_RECORDS) {
      throw new UnsupportedFeatureException(
          "tar header at 0x%x: pax records of %d bytes, at most %d are read"
              .formatted(offset, size, MAX_PAX_RECORDS));
    }
  }

  private static void checkComposefs(long size, long offset) throws UnsupportedFeatureException {
    if (size > MAX_COMPOSEFS_RECORDS) {
      throw Refusal.byTool(
          offset,
          "records of %d bytes, at most %d are read".formatted(size, MAX_COMPOSEFS_RECORDS));
    }
  }
}
