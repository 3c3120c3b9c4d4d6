package dev.layerseal.json;

import dev.layerseal.error.FormatException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Values in order. Equality leaves the place in the text out. */
public final class JsonArray implements JsonValue {

  private final String path;
  private final List<JsonValue> elements;

  JsonArray(String path, List<JsonValue> elements) {
    this.path = path;
    this.elements = List.copyOf(elements);
  }

  public static JsonArray of(List<? extends JsonValue> elements) {
    return new JsonArray("$", List.copyOf(elements));
  }

  public static JsonArray ofStrings(List<String> texts) {
    return of(texts.stream().map(JsonString::new).toList());
  }

  public List<JsonValue> elements() {
    return elements;
  }

  public int size() {
    return elements.size();
  }

  /** Place in the text, such as {@code $.layers}. */
  public String path() {
    return path;
  }

  /** The elements, each of which must be an object. */
  public List<JsonObject> objects() throws FormatException {
    return all(JsonObject.class, "an object");
  }

  /** The elements, each of which must be a string. */
  public List<String> strings() throws FormatException {
    return all(JsonString.class, "a string").stream().map(JsonString::value).toList();
  }

  private <T extends JsonValue> List<T> all(Class<T> type, String expected) throws FormatException {
    List<T> found = new ArrayList<>();
    for (JsonValue element : elements) {
      if (!type.isInstance(element)) {
        throw new FormatException(
            "%s[%d]: expected %s, was %s".formatted(path, found.size(), expected, element.kind()));
      }
      found.add(type.cast(element));
    }
    return found;
  }

  @Override
  public String kind() {
    return "an array";
  }

  @Override
  public boolean equals(@org.jspecify.annotations.Nullable Object other) {
    return other instanceof JsonArray that && elements.equals(that.elements);
  }

  @Override
  public int hashCode() {
    return Objects.hash(elements);
  }

  @Override
  public String toString() {
    return JsonWriter.compact(this);
  }
}
