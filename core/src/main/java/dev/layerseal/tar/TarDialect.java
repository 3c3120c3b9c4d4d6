package dev.layerseal.tar;

/**
 * Whose reading of a tar archive is followed. erofs-utils changed it between its releases, and
 * passes over what composefs-rs refuses.
 */
public enum TarDialect {
  /** erofs-utils 1.8.6. */
  EROFS_UTILS_1_8,
  /** erofs-utils 1.9.4. */
  EROFS_UTILS_1_9,
  /**
   * composefs-rs 0.9: what is no file is refused, not left out; global pax headers have no effect.
   */
  COMPOSEFS;

  boolean isOld() {
    return this == EROFS_UTILS_1_8;
  }

  boolean isComposefs() {
    return this == COMPOSEFS;
  }
}
