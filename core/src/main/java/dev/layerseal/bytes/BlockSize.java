package dev.layerseal.bytes;

import dev.layerseal.error.FormatException;
import org.jspecify.annotations.Nullable;

/**
 * A power of two between 512 and 65536 bytes, with the arithmetic that goes with it.
 *
 * @param bits base-2 logarithm of the size, 9 to 16
 */
public record BlockSize(int bits) {

  public static final BlockSize B512 = new BlockSize(9);
  public static final BlockSize B4096 = new BlockSize(12);
  private static final int MIN_BITS = 9;
  private static final int MAX_BITS = 16;

  /**
   * @throws IllegalArgumentException when {@code bits} is out of range
   */
  public BlockSize {
    if (bits < MIN_BITS || bits > MAX_BITS) {
      throw new IllegalArgumentException("block size bits " + bits);
    }
  }

  /**
   * The block size of {@code bytes} bytes.
   *
   * @throws FormatException when that is no power of two between 512 and 65536
   */
  public static BlockSize of(long bytes) throws FormatException {
    if (Long.bitCount(bytes) != 1 || bytes < 1L << MIN_BITS || bytes > 1L << MAX_BITS) {
      throw new FormatException(
          "block size is " + bytes + ", expected a power of two between 512 and 65536");
    }
    return new BlockSize(Long.numberOfTrailingZeros(bytes));
  }

  /** Size in bytes. */
  public int bytes() {
    return 1 << bits;
  }

  /** Number of blocks that {@code length} bytes take, the last one perhaps in part. */
  public long count(long length) {
    return (length + bytes() - 1) >>> bits;
  }

  /** {@code length} rounded up to whole blocks, in bytes. */
  public long alignUp(long length) {
    return count(length) << bits;
  }

  /** {@code length} rounded down to whole blocks, in bytes. */
  public long alignDown(long length) {
    return length >>> bits << bits;
  }

  /** Whether {@code offset} is at the start of a block. */
  public boolean aligned(long offset) {
    return (offset & (bytes() - 1)) == 0;
  }

  @Override
  public String toString() {
    return Integer.toString(bytes());
  }

  // Spelled out: what a record has by itself is put together at run time, which a start would wait
  // for.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof BlockSize size && bits == size.bits;
  }

  @Override
  public int hashCode() {
    return bits;
  }
}
