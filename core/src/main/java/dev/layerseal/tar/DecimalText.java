package dev.layerseal.tar;

/**
 * A decimal number at the start of some text, with the habits of C's {@code strtoll}: white space
 * and a sign may stand before it, and values that do not fit become the nearest that does.
 *
 * @param end position behind the last digit
 * @param afterSpace position behind the white space that follows
 */
record DecimalText(boolean found, long value, int end, int afterSpace) {

  static DecimalText parse(byte[] text, int start, int limit) {
    int position = skipSpace(text, start, limit);
    boolean negative = position < limit && text[position] == '-';
    if (position < limit && (negative || text[position] == '+')) {
      position++;
    }
    int digits = position;
    long value = 0;
    while (position < limit && Bytes.isDigit(text[position])) {
      value = append(value, text[position++] - '0', negative);
    }
    return new DecimalText(position > digits, value, position, skipSpace(text, position, limit));
  }

  static int skipSpace(byte[] text, int start, int limit) {
    int position = start;
    while (position < limit && Bytes.isSpace(text[position])) {
      position++;
    }
    return position;
  }

  private static long append(long value, int digit, boolean negative) {
    try {
      long shifted = Math.multiplyExact(value, 10L);
      return negative ? Math.subtractExact(shifted, digit) : Math.addExact(shifted, digit);
    } catch (ArithmeticException e) {
      return negative ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
  }
}
