package dev.layerseal.tree;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Bytes of a name or a target as text on one line: UTF-8 where it is valid, {@code \xHH} for every
 * other byte, for control characters and for the backslash.
 */
public final class PrintableBytes {

  private PrintableBytes() {}

  public static String of(byte[] bytes) {
    StringBuilder out = new StringBuilder(bytes.length);
    try {
      CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      text.codePoints().forEach(codePoint -> append(out, codePoint));
    } catch (CharacterCodingException e) {
      for (byte b : bytes) {
        appendByte(out, b & 0xff);
      }
    }
    return out.toString();
  }

  private static void append(StringBuilder out, int codePoint) {
    if (codePoint < 0x80) {
      appendByte(out, codePoint);
    } else if (printable(codePoint)) {
      out.appendCodePoint(codePoint);
    } else {
      for (byte b : Character.toString(codePoint).getBytes(StandardCharsets.UTF_8)) {
        escape(out, b & 0xff);
      }
    }
  }

  /** Control, format (direction marks among them), unassigned and surrogate characters are not. */
  private static boolean printable(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.UNASSIGNED,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }

  private static void appendByte(StringBuilder out, int b) {
    if (b < 0x20 || b >= 0x7f || b == '\\') {
      escape(out, b);
    } else {
      out.append((char) b);
    }
  }

  private static void escape(StringBuilder out, int b) {
    out.append("\\x").append(Character.forDigit(b >> 4, 16)).append(Character.forDigit(b & 15, 16));
  }
}
