package dev.layerseal.bytes;

import dev.layerseal.error.FormatException;
import java.util.HexFormat;

/** Lower-case hexadecimal, the only form that is written and the only one that is read. */
public final class Hex {

  private static final HexFormat FORMAT = HexFormat.of();

  private Hex() {}

  /** Two lower-case digits for each byte. */
  public static String encode(byte[] bytes) {
    return FORMAT.formatHex(bytes);
  }

  /**
   * The bytes that {@code text} spells; {@code what} names it in the message.
   *
   * @throws FormatException when a character is no lower-case hexadecimal digit, or their number is
   *     odd
   */
  public static byte[] decode(String what, String text) throws FormatException {
    if (text.length() % 2 != 0) {
      throw new FormatException(
          "%s has %d characters, expected an even number".formatted(what, text.length()));
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!(c >= '0' && c <= '9' || c >= 'a' && c <= 'f')) {
        throw new FormatException(
            "%s has the character 0x%02x at %d, expected lower-case hexadecimal"
                .formatted(what, (int) c, i));
      }
    }
    return FORMAT.parseHex(text);
  }
}
