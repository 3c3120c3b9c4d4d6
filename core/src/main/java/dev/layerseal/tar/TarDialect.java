package dev.layerseal.tar;

/** Whose reading of a tar archive is followed: erofs-utils changed it between its releases. */
public enum TarDialect {
  /** erofs-utils 1.8.6. */
  EROFS_UTILS_1_8,
  /** erofs-utils 1.9.4. */
  EROFS_UTILS_1_9;

  boolean isOld() {
    return this == EROFS_UTILS_1_8;
  }
}
