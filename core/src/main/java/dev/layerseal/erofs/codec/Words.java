package dev.layerseal.erofs.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Little-endian words anywhere in an array. */
final class Words {

  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private Words() {}

  static short u16(byte[] bytes, int at) {
    return (short) SHORT.get(bytes, at);
  }

  static int u32(byte[] bytes, int at) {
    return (int) INT.get(bytes, at);
  }

  static long u64(byte[] bytes, int at) {
    return (long) LONG.get(bytes, at);
  }

  /** How many bytes from {@code at} on, up to {@code end}, equal those from {@code earlier} on. */
  static int common(byte[] bytes, int at, int earlier, int end) {
    int length = 0;
    int most = end - at;
    if (most >= Long.BYTES) {
      do {
        long difference = u64(bytes, at + length) ^ u64(bytes, earlier + length);
        if (difference != 0) {
          return length + (Long.numberOfTrailingZeros(difference) >>> 3);
        }
        length += Long.BYTES;
      } while (length <= most - Long.BYTES);
    }
    while (length < most && bytes[at + length] == bytes[earlier + length]) {
      length++;
    }
    return length;
  }

  /**
   * How many bytes before {@code at}, down to {@code start}, equal those before {@code earlier}.
   */
  static int commonBefore(byte[] bytes, int at, int earlier, int most) {
    int length = 0;
    while (length < most && bytes[at - length - 1] == bytes[earlier - length - 1]) {
      length++;
    }
    return length;
  }
}
