package dev.layerseal.json;

import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * A number, kept as it is spelled: nothing is lost to a floating-point type.
 *
 * @param text as RFC 8259 section 6 spells a number
 */
public record JsonNumber(String text) implements JsonValue {

  private static final Pattern GRAMMAR =
      Pattern.compile("-?(?:0|[1-9][0-9]*)(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]+)?");
  private static final Pattern INTEGER = Pattern.compile("-?(?:0|[1-9][0-9]{0,18})");

  /**
   * @throws IllegalArgumentException when {@code text} is no JSON number
   */
  public JsonNumber {
    if (!GRAMMAR.matcher(text).matches()) {
      throw new IllegalArgumentException("not a JSON number: " + text);
    }
  }

  public static JsonNumber of(long value) {
    return new JsonNumber(Long.toString(value));
  }

  /** The value, when it is spelled as an integer (no fraction, no exponent) and fits 64 bits. */
  public OptionalLong integer() {
    if (!INTEGER.matcher(text).matches()) {
      return OptionalLong.empty();
    }
    try {
      return OptionalLong.of(Long.parseLong(text));
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }

  @Override
  public String kind() {
    return "the number " + text;
  }
}
