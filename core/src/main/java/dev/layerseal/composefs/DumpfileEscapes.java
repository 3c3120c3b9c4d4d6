package dev.layerseal.composefs;

import dev.layerseal.error.FormatException;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/** The escapes of dumpfiles: {@code \\}, {@code \n}, {@code \r}, {@code \t} and {@code \xHH}. */
final class DumpfileEscapes {

  private static final byte[] DIGITS = {
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
  };

  private DumpfileEscapes() {}

  static byte[] unescape(DumpfileLine line, byte[] bytes, int from, int to) throws FormatException {
    byte[] out = new byte[to - from];
    int size = 0;
    for (int at = from; at < to; at++) {
      byte b = bytes[at];
      if (b == '\\') {
        at++;
        if (at == to) {
          throw line.malformed(at - 1, "a '\\' at the end");
        }
        b = bytes[at];
        if (b == 'x') {
          b = (byte) (digit(line, bytes, at + 1, to) << 4 | digit(line, bytes, at + 2, to));
          at += 2;
        } else {
          b = named(line, at, b);
        }
      }
      out[size++] = b;
    }
    return size == out.length ? out : Arrays.copyOf(out, size);
  }

  private static byte named(DumpfileLine line, int at, byte name) throws FormatException {
    return switch (name) {
      case '\\' -> '\\';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      default ->
          throw line.malformed(at - 1, "unknown escape '\\%c'".formatted((char) (name & 0x7f)));
    };
  }

  private static int digit(DumpfileLine line, byte[] bytes, int at, int to) throws FormatException {
    int digit = at < to ? Character.digit(bytes[at], 16) : -1;
    if (digit < 0) {
      throw line.malformed(Math.min(at, to), "'\\x' needs two hexadecimal digits");
    }
    return digit;
  }

  /**
   * Writes {@code value} so that it holds no space and nothing outside of ASCII.
   *
   * @param equals whether {@code =} is escaped, as in xattrs
   */
  static void escape(ByteArrayOutputStream out, byte[] value, boolean equals) {
    for (byte b : value) {
      switch (b) {
        case '\\' -> pair(out, '\\');
        case '\n' -> pair(out, 'n');
        case '\r' -> pair(out, 'r');
        case '\t' -> pair(out, 't');
        default -> {
          if (b <= ' ' || b == 0x7f || equals && b == '=') {
            hex(out, b);
          } else {
            out.write(b);
          }
        }
      }
    }
  }

  /** Writes one byte as {@code \xHH}. */
  static void hex(ByteArrayOutputStream out, byte b) {
    pair(out, 'x');
    out.write(DIGITS[b >> 4 & 0xf]);
    out.write(DIGITS[b & 0xf]);
  }

  private static void pair(ByteArrayOutputStream out, char name) {
    out.write('\\');
    out.write(name);
  }
}
