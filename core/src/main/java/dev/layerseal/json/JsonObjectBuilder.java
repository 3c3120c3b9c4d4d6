package dev.layerseal.json;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Members in the order they are put; what is put under the same name again replaces the value. */
public final class JsonObjectBuilder {

  private final Map<String, JsonValue> members = new LinkedHashMap<>();

  JsonObjectBuilder() {}

  public JsonObjectBuilder put(String name, JsonValue value) {
    members.put(name, value);
    return this;
  }

  public JsonObjectBuilder put(String name, String value) {
    return put(name, new JsonString(value));
  }

  public JsonObjectBuilder put(String name, long value) {
    return put(name, JsonNumber.of(value));
  }

  public JsonObjectBuilder put(String name, boolean value) {
    return put(name, new JsonBoolean(value));
  }

  /** Puts the value when there is one. */
  public JsonObjectBuilder put(String name, Optional<String> value) {
    value.ifPresent(text -> put(name, text));
    return this;
  }

  /** Puts an object of texts, unless it would be empty. */
  public JsonObjectBuilder putTexts(String name, Map<String, String> texts) {
    if (!texts.isEmpty()) {
      JsonObjectBuilder inner = new JsonObjectBuilder();
      texts.forEach(inner::put);
      put(name, inner.build());
    }
    return this;
  }

  public JsonObject build() {
    return new JsonObject("$", members);
  }
}
