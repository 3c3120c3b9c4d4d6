package dev.layerseal.bytes;

import java.util.Arrays;

/**
 * Little-endian fields, appended to an array that grows. A value that does not fit its field is a
 * bug of the caller: {@link IllegalArgumentException}.
 */
public final class ByteWriter {

  private byte[] bytes;
  private int size;

  public ByteWriter(int capacity) {
    bytes = new byte[Math.max(16, capacity)];
  }

  public ByteWriter u8(int value) {
    int at = grow(1);
    bytes[at] = (byte) fits(value, 8);
    return this;
  }

  public ByteWriter u16(int value) {
    return little(fits(value, 16), 2);
  }

  public ByteWriter u32(long value) {
    return little(fits(value, 32), 4);
  }

  public ByteWriter u64(long value) {
    return little(value, 8);
  }

  public ByteWriter bytes(byte[] value) {
    return bytes(value, 0, value.length);
  }

  public ByteWriter bytes(byte[] value, int offset, int length) {
    int at = grow(length); // which may replace the array
    System.arraycopy(value, offset, bytes, at, length);
    return this;
  }

  /** Appends {@code count} zero bytes. */
  public ByteWriter zeros(int count) {
    grow(count);
    return this;
  }

  /** Appends zero bytes up to the next multiple of {@code alignment}, a power of two. */
  public ByteWriter align(int alignment) {
    return zeros(-size & (alignment - 1));
  }

  /** Number of bytes written so far. */
  public int size() {
    return size;
  }

  public byte[] toByteArray() {
    return Arrays.copyOf(bytes, size);
  }

  private static long fits(long value, int bits) {
    if (value < 0 || value >>> bits != 0) {
      throw new IllegalArgumentException("0x%x does not fit %d bits".formatted(value, bits));
    }
    return value;
  }

  private ByteWriter little(long value, int width) {
    int at = grow(width);
    for (int i = 0; i < width; i++) {
      bytes[at + i] = (byte) (value >>> 8 * i);
    }
    return this;
  }

  private int grow(int count) {
    int at = size;
    int needed = Math.addExact(size, count);
    if (needed > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(needed, bytes.length + (bytes.length >> 1)));
    }
    size = needed;
    return at;
  }
}
