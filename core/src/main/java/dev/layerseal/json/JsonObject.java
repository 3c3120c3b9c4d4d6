package dev.layerseal.json;

import dev.layerseal.error.FormatException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Members by name, in order. The accessors check the type and name the place when it is another: an
 * optional member that is {@code null} counts as absent. Equality leaves the place and the order
 * out.
 */
public final class JsonObject implements JsonValue {

  public static final JsonObject EMPTY = new JsonObject("$", Map.of());

  private final String path;
  private final Map<String, JsonValue> members;

  JsonObject(String path, Map<String, JsonValue> members) {
    this.path = path;
    this.members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
  }

  /**
   * The object that {@code text} holds, within the default limits.
   *
   * @throws FormatException as {@link JsonValue#parse}, and when the value is no object
   */
  public static JsonObject parse(byte[] text) throws FormatException {
    return parse(text, JsonLimits.DEFAULT);
  }

  /** The object that {@code text} holds, within {@code limits}. */
  public static JsonObject parse(byte[] text, JsonLimits limits) throws FormatException {
    JsonValue value = JsonReader.read(text, limits);
    if (value instanceof JsonObject object) {
      return object;
    }
    throw new FormatException("$: expected an object, was " + value.kind());
  }

  public static JsonObjectBuilder builder() {
    return new JsonObjectBuilder();
  }

  /** Place in the text, such as {@code $.layers[2]}. */
  public String path() {
    return path;
  }

  public Map<String, JsonValue> members() {
    return members;
  }

  /** The member, unless it is absent or {@code null}. */
  public Optional<JsonValue> member(String name) {
    return Optional.ofNullable(members.get(name)).filter(value -> !(value instanceof JsonNull));
  }

  public boolean has(String name) {
    return member(name).isPresent();
  }

  public String string(String name) throws FormatException {
    return required(name, JsonString.class, "a string").value();
  }

  public Optional<String> optionalString(String name) throws FormatException {
    return optional(name, JsonString.class, "a string").map(JsonString::value);
  }

  /** A member that is an integer of 64 bits, spelled without fraction or exponent. */
  public long integer(String name) throws FormatException {
    OptionalLong value = optionalInteger(name);
    if (value.isEmpty()) {
      throw malformed(name, "expected an integer, was absent");
    }
    return value.getAsLong();
  }

  public OptionalLong optionalInteger(String name) throws FormatException {
    Optional<JsonNumber> number = optional(name, JsonNumber.class, "an integer");
    if (number.isEmpty()) {
      return OptionalLong.empty();
    }
    OptionalLong value = number.get().integer();
    if (value.isEmpty()) {
      throw malformed(name, "expected an integer of 64 bits, was " + number.get().text());
    }
    return value;
  }

  public boolean bool(String name) throws FormatException {
    return required(name, JsonBoolean.class, "a boolean").value();
  }

  public Optional<Boolean> optionalBool(String name) throws FormatException {
    return optional(name, JsonBoolean.class, "a boolean").map(JsonBoolean::value);
  }

  public JsonObject object(String name) throws FormatException {
    return required(name, JsonObject.class, "an object");
  }

  public Optional<JsonObject> optionalObject(String name) throws FormatException {
    return optional(name, JsonObject.class, "an object");
  }

  public JsonArray array(String name) throws FormatException {
    return required(name, JsonArray.class, "an array");
  }

  public Optional<JsonArray> optionalArray(String name) throws FormatException {
    return optional(name, JsonArray.class, "an array");
  }

  /** The texts of an array member; none when it is absent. */
  public List<String> strings(String name) throws FormatException {
    Optional<JsonArray> array = optionalArray(name);
    return array.isPresent() ? array.get().strings() : List.of();
  }

  /** The members of an object member whose values must all be texts; none when it is absent. */
  public Map<String, String> stringMap(String name) throws FormatException {
    Map<String, String> texts = new LinkedHashMap<>();
    Optional<JsonObject> object = optionalObject(name);
    if (object.isPresent()) {
      for (String key : object.get().members.keySet()) {
        texts.put(key, object.get().string(key));
      }
    }
    return Collections.unmodifiableMap(texts);
  }

  /** Refuses every member that is not named in {@code known}. */
  public void refuseOthers(Set<String> known) throws FormatException {
    Set<String> others = new TreeSet<>(members.keySet());
    others.removeAll(known);
    if (!others.isEmpty()) {
      throw malformed("unknown members " + String.join(", ", others));
    }
  }

  /** The failure that this object breaks its format, because of {@code why}. */
  public FormatException malformed(String why) {
    return new FormatException(path + ": " + why);
  }

  /** The failure that the member {@code name} breaks its format, because of {@code why}. */
  public FormatException malformed(String name, String why) {
    return new FormatException(pathOf(path, name) + ": " + why);
  }

  static String pathOf(String path, String name) {
    boolean plain = !name.isEmpty() && name.chars().allMatch(JsonObject::plain);
    return plain ? path + "." + name : "%s[%s]".formatted(path, JsonWriter.quote(name));
  }

  private static boolean plain(int c) {
    return Character.isLetterOrDigit(c) || c == '_' || c == '-';
  }

  private <T extends JsonValue> T required(String name, Class<T> type, String expected)
      throws FormatException {
    JsonValue value = members.get(name);
    if (!type.isInstance(value)) {
      throw unexpected(name, expected, value);
    }
    return type.cast(value);
  }

  private <T extends JsonValue> Optional<T> optional(String name, Class<T> type, String expected)
      throws FormatException {
    return has(name) ? Optional.of(required(name, type, expected)) : Optional.empty();
  }

  private FormatException unexpected(String name, String expected, @Nullable JsonValue value) {
    String was = value == null ? "absent" : value.kind();
    return malformed(name, "expected %s, was %s".formatted(expected, was));
  }

  @Override
  public String kind() {
    return "an object";
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof JsonObject that && members.equals(that.members);
  }

  @Override
  public int hashCode() {
    return members.hashCode();
  }

  @Override
  public String toString() {
    return JsonWriter.compact(this);
  }
}
