package dev.layerseal.json;

import dev.layerseal.error.FormatException;

/**
 * One value of a JSON text (RFC 8259), immutable. Objects and arrays know their place in the text,
 * such as {@code $.layers[2]}, so that a message about a member needs nothing from its caller.
 */
public sealed interface JsonValue
    permits JsonObject, JsonArray, JsonString, JsonNumber, JsonBoolean, JsonNull {

  /** What the value is, with its article, for messages. */
  String kind();

  /**
   * The value that {@code text} holds, within the default limits.
   *
   * @throws FormatException when it is no JSON, repeats a key, has bytes behind the value, is not
   *     UTF-8, or passes a limit
   */
  static JsonValue parse(byte[] text) throws FormatException {
    return JsonReader.read(text, JsonLimits.DEFAULT);
  }

  /** The value as compact text, members in the order they were put. */
  default byte[] encode() {
    return JsonWriter.compact(this).getBytes(java.nio.charset.StandardCharsets.UTF_8);
  }
}
