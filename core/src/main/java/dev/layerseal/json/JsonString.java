package dev.layerseal.json;

/** A text. */
public record JsonString(String value) implements JsonValue {

  @Override
  public String kind() {
    return "a string";
  }
}
