package dev.layerseal.tar;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Text of archives as bytes: it need not be valid in any charset. */
final class Bytes {

  static final byte[] EMPTY = {};

  private Bytes() {}

  /** Position of the first NUL, or the end of the field. */
  static int terminator(byte[] bytes, int offset, int length) {
    int end = offset;
    while (end < offset + length && bytes[end] != 0) {
      end++;
    }
    return end;
  }

  /** The field up to its first NUL. */
  static byte[] text(byte[] bytes, int offset, int length) {
    return Arrays.copyOfRange(bytes, offset, terminator(bytes, offset, length));
  }

  /** White space of the C locale. */
  static boolean isSpace(byte b) {
    return b == ' ' || b >= '\t' && b <= '\r';
  }

  static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }

  /** {@code path} without the slashes at its end. */
  static byte[] withoutTrailingSlashes(byte[] path) {
    int end = path.length;
    while (end > 0 && path[end - 1] == '/') {
      end--;
    }
    return end == path.length ? path : Arrays.copyOf(path, end);
  }

  static boolean startsWith(byte[] bytes, String prefix) {
    if (bytes.length < prefix.length()) {
      return false;
    }
    for (int i = 0; i < prefix.length(); i++) {
      if (bytes[i] != prefix.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  static String printable(byte[] bytes) {
    StringBuilder text = new StringBuilder();
    for (char c : new String(bytes, StandardCharsets.UTF_8).toCharArray()) {
      if (c < ' ' || c == 0x7f || c == '\ufffd') {
        text.append("\\u%04x".formatted((int) c));
      } else {
        text.append(c);
      }
    }
    return text.toString();
  }
}
