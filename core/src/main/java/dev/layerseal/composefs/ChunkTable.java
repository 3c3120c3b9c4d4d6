package dev.layerseal.composefs;

import dev.layerseal.erofs.disk.ChunkFormat;

/**
 * How a file that the image does not hold is cut into chunks, each of which is a hole: as few as
 * possible, for each takes 4 bytes.
 *
 * @param bits base-2 logarithm of the bytes in a chunk
 * @param chunks their number
 */
record ChunkTable(int bits, int chunks) {

  private static final int BLOCK_BITS = 12;
  private static final int MAX_BITS = BLOCK_BITS + 31;
  private static final int MAX_CHUNKS = 1024;

  /** Largest file that has a table, in bytes. */
  static final long MAX_FILE = (long) MAX_CHUNKS << MAX_BITS;

  /** The table of a file of {@code size} bytes, 1 to {@link #MAX_FILE}. */
  static ChunkTable of(long size) {
    int needed = Long.SIZE - Long.numberOfLeadingZeros(size - 1);
    int bits = Math.min(Math.max(needed, BLOCK_BITS), MAX_BITS);
    return new ChunkTable(bits, (int) ((size - 1 >>> bits) + 1));
  }

  /** Bytes of the table. */
  int size() {
    return chunks * ChunkFormat.BLOCK_NUMBER;
  }

  /** What stands in {@code i_u}. */
  ChunkFormat format() {
    return new ChunkFormat(bits - BLOCK_BITS, false, false);
  }
}
