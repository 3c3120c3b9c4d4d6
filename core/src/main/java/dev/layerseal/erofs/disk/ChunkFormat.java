package dev.layerseal.erofs.disk;

import dev.layerseal.bytes.BlockSize;
import dev.layerseal.error.FormatException;
import dev.layerseal.error.UnsupportedFeatureException;

/**
 * The field {@code i_u} of a chunk-based inode ({@code struct erofs_inode_chunk_info}).
 *
 * <pre>
 * bits  0-4   base-2 logarithm of the blocks in a chunk
 * bit   5     8-byte indexes follow the inode; otherwise 4-byte block numbers
 * bit   6     block numbers have 48 bits
 * bits  16-31 0
 * </pre>
 */
public record ChunkFormat(int chunkBlockBits, boolean indexes, boolean wide) {

  /** Bytes of a table entry without indexes: a block number. */
  public static final int BLOCK_NUMBER = 4;

  /** A block number that says: the chunk is a hole. */
  public static final long HOLE = 0xffffffffL;

  private static final int BITS_MASK = 0x1f;
  private static final int INDEXES_BIT = 0x20;
  private static final int WIDE_BIT = 0x40;
  private static final long KNOWN = BITS_MASK | INDEXES_BIT | WIDE_BIT;

  /** The meaning of the field {@code union}. */
  public static ChunkFormat decode(long union) throws FormatException, UnsupportedFeatureException {
    if ((union & 0xffff & ~KNOWN) != 0) {
      throw new UnsupportedFeatureException(
          "chunk format is 0x%04x, which sets unknown bits".formatted(union & 0xffff));
    }
    if (union >>> 16 != 0) {
      throw new FormatException(
          "chunk format has 0x%04x in its upper half".formatted(union >>> 16));
    }
    return new ChunkFormat(
        (int) union & BITS_MASK, (union & INDEXES_BIT) != 0, (union & WIDE_BIT) != 0);
  }

  public long encode() {
    return chunkBlockBits | (indexes ? INDEXES_BIT : 0) | (wide ? WIDE_BIT : 0);
  }

  /** Bytes of one table entry. */
  public int entrySize() {
    return indexes ? ChunkIndex.SIZE : BLOCK_NUMBER;
  }

  /** Base-2 logarithm of the bytes in a chunk, 9 to 47. */
  public int chunkBits(BlockSize blockSize) {
    return blockSize.bits() + chunkBlockBits;
  }
}
