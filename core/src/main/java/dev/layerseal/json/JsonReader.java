package dev.layerseal.json;

import dev.layerseal.error.FormatException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;

/** Reads one JSON text strictly: two readers cannot understand it differently. */
public final class JsonReader {

  private static final int MAX_NUMBER = 100;

  private final JsonParser parser;
  private final JsonLimits limits;
  private int values;

  private JsonReader(JsonParser parser, JsonLimits limits) {
    this.parser = parser;
    this.limits = limits;
  }

  /**
   * The value that {@code text} holds.
   *
   * @throws FormatException when it is no JSON, repeats a key, has bytes behind the value, is not
   *     UTF-8, or passes a limit
   */
  public static JsonValue read(byte[] text, JsonLimits limits) throws FormatException {
    if (text.length > limits.bytes()) {
      throw new FormatException(
          "json of %d bytes, expected %d at most".formatted(text.length, limits.bytes()));
    }
    try (JsonParser parser =
        factory(limits).createParser(ObjectReadContext.empty(), decodeUtf8(text))) {
      JsonReader reader = new JsonReader(parser, limits);
      JsonValue value = reader.value(parser.nextToken(), "$");
      if (parser.nextToken() != null) {
        throw new FormatException("json has more behind its value");
      }
      return value;
    } catch (JacksonException e) {
      throw malformed(e);
    }
  }

  private static JsonFactory factory(JsonLimits limits) {
    return JsonFactory.builder()
        .streamReadConstraints(
            StreamReadConstraints.builder()
                .maxNestingDepth(limits.depth())
                .maxStringLength(limits.bytes())
                .maxNameLength(Math.min(limits.bytes(), 1 << 16))
                .maxNumberLength(MAX_NUMBER)
                .build())
        .build();
  }

  private static String decodeUtf8(byte[] text) throws FormatException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text)).toString();
    } catch (CharacterCodingException e) {
      throw new FormatException("json is not UTF-8", e);
    }
  }

  private static FormatException malformed(JacksonException e) {
    TokenStreamLocation location = e.getLocation();
    String where =
        location == null
            ? ""
            : " at line %d column %d".formatted(location.getLineNr(), location.getColumnNr());
    String why = String.valueOf(e.getOriginalMessage()).lines().findFirst().orElse("");
    int marker = why.indexOf(" (start marker");
    return new FormatException(
        "json is malformed%s: %s".formatted(where, marker < 0 ? why : why.substring(0, marker)), e);
  }

  private JsonValue value(@Nullable JsonToken token, String path) throws FormatException {
    if (token == null) {
      throw new FormatException("json is empty");
    }
    if (++values > limits.values()) {
      throw new FormatException(
          "json has more than %d values, seen at %s".formatted(limits.values(), path));
    }
    return switch (token) {
      case START_OBJECT -> object(path);
      case START_ARRAY -> array(path);
      case VALUE_STRING -> new JsonString(wellFormed(parser.getString(), path));
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new JsonNumber(parser.getString());
      case VALUE_TRUE -> new JsonBoolean(true);
      case VALUE_FALSE -> new JsonBoolean(false);
      case VALUE_NULL -> new JsonNull();
      default -> throw new FormatException(path + ": unexpected " + token);
    };
  }

  private JsonObject object(String path) throws FormatException {
    Map<String, JsonValue> members = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = wellFormed(parser.currentName(), path);
      JsonValue value = value(parser.nextToken(), JsonObject.pathOf(path, name));
      if (members.put(name, value) != null) {
        throw new FormatException("%s: the key \"%s\" stands twice".formatted(path, name));
      }
    }
    return new JsonObject(path, members);
  }

  private JsonArray array(String path) throws FormatException {
    List<JsonValue> elements = new ArrayList<>();
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_ARRAY;
        token = parser.nextToken()) {
      elements.add(value(token, "%s[%d]".formatted(path, elements.size())));
    }
    return new JsonArray(path, elements);
  }

  /** An escape can spell half of a surrogate pair, which no UTF-8 text can hold. */
  private static String wellFormed(String text, String path) throws FormatException {
    if (text.chars().anyMatch(c -> Character.isSurrogate((char) c))
        && !StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
      throw new FormatException(path + ": a text has half of a surrogate pair");
    }
    return text;
  }
}
