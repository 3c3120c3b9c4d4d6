package dev.layerseal.erofs.mkfs;

import dev.layerseal.bytes.ByteWriter;
import dev.layerseal.erofs.disk.ChunkFormat;
import dev.layerseal.erofs.disk.ChunkIndex;
import dev.layerseal.error.UnsupportedFeatureException;

/** Content that stays in the archive: chunks as large as the file, on device 1. */
final class TarChunks {

  private static final int BLOCK_BITS = 9;
  private static final int MAX_CHUNK_BITS = BLOCK_BITS + 31;
  private static final int ARCHIVE = 1;
  private static final long MAX_BLOCK = 0xffffffffL;

  private TarChunks() {}

  private static int bits(long size) {
    int length = Long.SIZE - Long.numberOfLeadingZeros(size - 1);
    return Math.min(Math.max(BLOCK_BITS, length), MAX_CHUNK_BITS);
  }

  /** The field {@code i_u} of a file of {@code size} bytes. */
  static int format(long size) {
    return (int) new ChunkFormat(bits(size) - BLOCK_BITS, true, false).encode();
  }

  /** Number of chunks of a file of {@code size} bytes, one up to a tebibyte. */
  static long count(long size) {
    int bits = bits(size);
    return (size - 1 >>> bits) + 1;
  }

  /**
   * Checks that block numbers fit their 32 bits.
   *
   * @throws UnsupportedFeatureException where they do not: 1.9 writes another format then
   */
  static void check(long offset, long size) throws UnsupportedFeatureException {
    if (offset + size < 0 || offset + size >>> BLOCK_BITS >= MAX_BLOCK) {
      throw new UnsupportedFeatureException(
          "tar entry at 0x%x with %d bytes: archives of 2 TiB and more are not indexed"
              .formatted(offset, size));
    }
  }

  static void encode(long offset, long size, ByteWriter out) {
    long step = 1L << bits(size) - BLOCK_BITS;
    for (long i = 0; i < count(size); i++) {
      new ChunkIndex(0, ARCHIVE, (offset >>> BLOCK_BITS) + i * step).encode(out);
    }
  }
}
