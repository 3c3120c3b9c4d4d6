package dev.layerseal.tar;

import java.util.OptionalLong;

/** Numbers in header fields: octal text, or base 256 as GNU tar writes large ones. */
final class TarNumber {

  private static final int BASE_256 = 0x80;
  private static final int BASE_256_NEGATIVE = 0xff;

  private TarNumber() {}

  /** Octal text, ended by a NUL, a space or the end of the field; empty where it does not parse. */
  static OptionalLong octal(byte[] bytes, int offset, int length) {
    int end = Bytes.terminator(bytes, offset, length);
    int position = offset;
    while (position < end && Bytes.isSpace(bytes[position])) {
      position++;
    }
    boolean negative = position < end && bytes[position] == '-';
    if (position < end && (negative || bytes[position] == '+')) {
      position++;
    }
    int digits = position;
    long value = 0;
    while (position < end && bytes[position] >= '0' && bytes[position] <= '7') {
      value = value << 3 | bytes[position++] - '0';
    }
    // Without a digit the text counts as not begun, white space included.
    int stop = position == digits ? offset : position;
    boolean wrong = end == offset || stop < end && bytes[stop] != ' ';
    return wrong ? OptionalLong.empty() : OptionalLong.of(negative ? -value : value);
  }

  /** Base 256 where the first byte says so, else octal. */
  static OptionalLong number(byte[] bytes, int offset, int length, TarDialect dialect) {
    int first = bytes[offset] & 0xff;
    if (first != BASE_256 && (dialect.isOld() || first != BASE_256_NEGATIVE)) {
      return octal(bytes, offset, length);
    }
    long value = 0;
    for (int i = 1; i < length; i++) {
      value = value << 8 | bytes[offset + i] & 0xff;
    }
    return OptionalLong.of(value);
  }
}
