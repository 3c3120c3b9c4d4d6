package dev.layerseal.erofs.mkfs;

import dev.layerseal.bytes.BlockSize;
import dev.layerseal.tar.TarDialect;

/** The release of erofs-utils whose bytes are made. */
public enum ErofsUtils {
  /** The bytes of 1.8.6. */
  V1_8(TarDialect.EROFS_UTILS_1_8),
  /** The bytes of 1.9.4. */
  V1_9(TarDialect.EROFS_UTILS_1_9);

  private static final int SUPERBLOCK_OFFSET = 1024;

  private final TarDialect dialect;

  ErofsUtils(TarDialect dialect) {
    this.dialect = dialect;
  }

  /** How this release reads tar archives. */
  public TarDialect dialect() {
    return dialect;
  }

  boolean isOld() {
    return this == V1_8;
  }

  /** Whether the checksum reaches the superblock: 1.8.6 only writes block 0 again. */
  boolean writesChecksum(BlockSize blockSize) {
    return !isOld() || blockSize.bytes() > SUPERBLOCK_OFFSET;
  }
}
