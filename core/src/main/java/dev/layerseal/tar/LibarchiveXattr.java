package dev.layerseal.tar;

import java.io.ByteArrayOutputStream;
import java.util.Optional;

/**
 * The {@code LIBARCHIVE.xattr.} records: percent signs in the name, base64 in the value. 1.8 joins
 * the base64 digits in the wrong order, so its values differ from what was meant.
 */
final class LibarchiveXattr {

  private static final String DIGITS =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

  private LibarchiveXattr() {}

  static byte[] name(byte[] encoded) {
    ByteArrayOutputStream name = new ByteArrayOutputStream(encoded.length);
    for (int i = 0; i < encoded.length; i++) {
      int high = hexDigit(encoded, i + 1);
      int low = hexDigit(encoded, i + 2);
      if (encoded[i] == '%' && high >= 0 && low >= 0) {
        name.write(high << 4 | low);
        i += 2;
      } else {
        name.write(encoded[i]);
      }
    }
    return name.toByteArray();
  }

  private static int hexDigit(byte[] bytes, int at) {
    // The ASCII test keeps digits of other scripts out.
    return at < bytes.length && bytes[at] > 0 ? Character.digit(bytes[at], 16) : -1;
  }

  /** The decoded value; empty where it is malformed. */
  static Optional<byte[]> value(byte[] text, TarDialect dialect) {
    boolean whole = text.length > 0 && text.length % 4 == 0;
    int length = text.length;
    for (int i = 0; whole && i < 2 && text[length - 1] == '='; i++) {
      length--;
    }
    return dialect.isOld() ? old(text, length, whole) : decode(text, length, whole);
  }

  private static Optional<byte[]> decode(byte[] text, int length, boolean whole) {
    ByteArrayOutputStream value = new ByteArrayOutputStream(length);
    int accumulated = 0;
    int bits = 0;
    for (int i = 0; i < length; i++) {
      int digit = DIGITS.indexOf(text[i]);
      if (digit < 0) {
        return Optional.empty();
      }
      accumulated = accumulated << 6 | digit;
      bits += 6;
      if (bits >= 8) {
        bits -= 8;
        value.write(accumulated >> bits);
        accumulated &= (1 << bits) - 1;
      }
    }
    return end(value, accumulated, whole);
  }

  private static Optional<byte[]> old(byte[] text, int length, boolean whole) {
    ByteArrayOutputStream value = new ByteArrayOutputStream(length);
    int accumulated = 0;
    int bits = 0;
    for (int i = 0; i < length; i++) {
      int digit = DIGITS.indexOf(text[i]);
      if (digit < 0) {
        return Optional.empty();
      }
      accumulated += digit << bits;
      bits += 6;
      if (bits >= 8) {
        value.write(accumulated);
        accumulated >>= 8;
        bits -= 8;
      }
    }
    return accumulated > 0xff ? Optional.empty() : end(value, accumulated, whole);
  }

  /** Bits left over are one more byte, or an error where the text is whole groups of four. */
  private static Optional<byte[]> end(ByteArrayOutputStream value, int accumulated, boolean whole) {
    if (accumulated != 0 && whole) {
      return Optional.empty();
    }
    if (accumulated != 0) {
      value.write(accumulated);
    }
    return Optional.of(value.toByteArray());
  }
}
