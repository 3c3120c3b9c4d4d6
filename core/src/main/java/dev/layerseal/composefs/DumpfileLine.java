package dev.layerseal.composefs;

import dev.layerseal.error.FormatException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one line of a dumpfile, taken one after the other. Knows line, column and field, so
 * that a message about a value needs nothing from its caller. The bytes are lent: they change when
 * the next line is read.
 */
final class DumpfileLine {

  private final long number;
  private final byte[] bytes;
  private final int length;
  private DumpfileField field = DumpfileField.PATH;
  private int from;
  private int to;
  private int next;

  DumpfileLine(long number, byte[] bytes, int length) {
    this.number = number;
    this.bytes = bytes;
    this.length = length;
  }

  /** The same line at the same field, to come back to. */
  DumpfileLine copy() {
    DumpfileLine copy = new DumpfileLine(number, bytes, length);
    copy.field = field;
    copy.from = from;
    copy.to = to;
    copy.next = next;
    return copy;
  }

  /** The same line at its path, for messages about the place of the file. */
  DumpfileLine atPath() {
    return new DumpfileLine(number, bytes, length);
  }

  long number() {
    return number;
  }

  /** Goes to the next field, which ends at a space or with the line. */
  DumpfileLine field(DumpfileField next) {
    field = next;
    from = Math.min(this.next, length);
    to = from;
    while (to < length && bytes[to] != ' ') {
      to++;
    }
    this.next = to + 1;
    return this;
  }

  /** Whether anything follows this field. */
  boolean more() {
    return next < length;
  }

  /** Bytes left on the line after this field. */
  int remaining() {
    return Math.max(0, length - next);
  }

  /** Whether the field is exactly {@code -}, which stands for nothing. */
  boolean none() {
    return to - from == 1 && bytes[from] == '-';
  }

  /** Whether the field starts with {@code c}; the character is passed over. */
  boolean skip(char c) {
    if (from < to && bytes[from] == c) {
      from++;
      return true;
    }
    return false;
  }

  /** The field as a number without a sign, at most {@code max}. */
  long number(int radix, long max) throws FormatException {
    return number(radix, from, to, max);
  }

  /** The field as {@code SEC.NSEC}: whole seconds, perhaps negative, and nanoseconds. */
  long[] time(long maxNanos) throws FormatException {
    int dot = from;
    while (dot < to && bytes[dot] != '.') {
      dot++;
    }
    if (dot == to) {
      throw malformed("'" + text() + "' has no '.' between seconds and nanoseconds");
    }
    boolean negative = skip('-');
    long seconds = number(10, from, dot, Long.MAX_VALUE);
    return new long[] {negative ? -seconds : seconds, number(10, dot + 1, to, maxNanos)};
  }

  private long number(int radix, int start, int end, long max) throws FormatException {
    long value = 0;
    for (int at = start; at < end; at++) {
      int digit = Character.digit(bytes[at], radix);
      if (digit < 0) {
        throw malformed("'" + text() + "' is no number of base " + radix);
      }
      if (value > (max - digit) / radix) {
        throw malformed("'" + text() + "' is more than " + Long.toString(max, radix));
      }
      value = value * radix + digit;
    }
    if (start == end) {
      throw malformed("a number is missing");
    }
    return value;
  }

  /** The bytes that the field spells. */
  byte[] unescaped() throws FormatException {
    return DumpfileEscapes.unescape(this, bytes, from, to);
  }

  /** The bytes that the field spells, which must not be zero. */
  byte[] unescapedString() throws FormatException {
    return withoutZero(unescaped());
  }

  /** The bytes that the field spells, null when it is {@code -}. */
  byte @Nullable [] optional() throws FormatException {
    return none() ? null : unescaped();
  }

  /** The bytes in front of the first {@code =}, which is passed over together with them. */
  byte[] key() throws FormatException {
    int equals = from;
    while (equals < to && bytes[equals] != '=') {
      equals++;
    }
    if (equals == to) {
      throw malformed("'" + text() + "' has no '='");
    }
    byte[] key = withoutZero(DumpfileEscapes.unescape(this, bytes, from, equals));
    from = equals + 1;
    return key;
  }

  private byte[] withoutZero(byte[] value) throws FormatException {
    for (byte b : value) {
      if (b == 0) {
        throw malformed("it holds a zero byte");
      }
    }
    return value;
  }

  /** The failure that the field breaks the format, because of {@code why}. */
  FormatException malformed(String why) {
    return malformed(from, why);
  }

  FormatException malformed(int position, String why) {
    return new FormatException(
        "dumpfile line %d, column %d, %s: %s".formatted(number, position + 1, field, why));
  }

  /** The field as it stands in the file, cut to what a message can hold. */
  private String text() {
    int end = Math.min(to, from + 40);
    return new String(bytes, from, end - from, StandardCharsets.ISO_8859_1)
        .replaceAll("[^\\x20-\\x7e]", "?");
  }
}
