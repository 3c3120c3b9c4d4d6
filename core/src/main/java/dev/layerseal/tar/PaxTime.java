package dev.layerseal.tar;

import java.util.Optional;

/**
 * A pax {@code mtime}: seconds and a fraction.
 *
 * @param nanoseconds of 1.8: the digits of the fraction as one integer, whatever their number
 */
record PaxTime(long seconds, int nanoseconds) {

  private static final int NANOSECOND_DIGITS = 9;
  private static final int NANOSECONDS = 1_000_000_000;

  static Optional<PaxTime> parse(byte[] text, TarDialect dialect) {
    DecimalText whole = DecimalText.parse(text, 0, text.length);
    if (!whole.found()) {
      return Optional.empty();
    }
    return dialect.isOld() ? old(text, whole) : strict(text, whole);
  }

  private static Optional<PaxTime> old(byte[] text, DecimalText whole) {
    int dot = whole.afterSpace();
    if (dot == text.length || text[dot] != '.') {
      return Optional.of(new PaxTime(whole.value(), 0));
    }
    DecimalText fraction = DecimalText.parse(text, dot + 1, text.length);
    return fraction.found()
        ? Optional.of(new PaxTime(whole.value(), (int) fraction.value()))
        : Optional.empty();
  }

  private static Optional<PaxTime> strict(byte[] text, DecimalText whole) {
    int dot = whole.afterSpace();
    if (dot == text.length) {
      return Optional.of(new PaxTime(whole.value(), 0));
    }
    if (text[dot] != '.' || dot + 1 == text.length) {
      return Optional.empty();
    }
    int nanoseconds = 0;
    for (int i = 1; i <= Math.max(NANOSECOND_DIGITS, text.length - dot - 1); i++) {
      boolean written = dot + i < text.length;
      if (written && !Bytes.isDigit(text[dot + i])) {
        return Optional.empty();
      }
      if (i <= NANOSECOND_DIGITS) {
        nanoseconds = nanoseconds * 10 + (written ? text[dot + i] - '0' : 0);
      }
    }
    boolean borrow = nanoseconds != 0 && text[0] == '-';
    return Optional.of(
        borrow
            ? new PaxTime(whole.value() - 1, NANOSECONDS - nanoseconds)
            : new PaxTime(whole.value(), nanoseconds));
  }
}
