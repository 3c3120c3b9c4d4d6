package dev.layerseal.erofs.disk;

import dev.layerseal.bytes.BlockSize;
import java.util.zip.CRC32C;

/**
 * The checksum of the superblock and of what shares its block: CRC-32C without the final inversion,
 * taken with the checksum field as zero.
 */
public final class SuperblockChecksum {

  private static final int FIELD = 4;
  private static final byte[] ZERO_FIELD = new byte[FIELD];

  private SuperblockChecksum() {}

  /**
   * Number of bytes, from byte 1024 of the image on, that the checksum covers: the rest of the
   * first block, or one block when blocks are no larger than 1024 bytes.
   */
  public static int coveredLength(BlockSize blockSize) {
    int bytes = blockSize.bytes();
    return bytes > ErofsSuperblock.OFFSET ? bytes - ErofsSuperblock.OFFSET : bytes;
  }

  /** The checksum of {@code length} bytes that start with a superblock. */
  public static long of(byte[] bytes, int offset, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, offset, ErofsSuperblock.CHECKSUM_OFFSET);
    crc.update(ZERO_FIELD);
    int done = ErofsSuperblock.CHECKSUM_OFFSET + FIELD;
    crc.update(bytes, offset + done, length - done);
    return ~crc.getValue() & 0xffffffffL;
  }
}
