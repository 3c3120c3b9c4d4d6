package dev.layerseal.json;

/** {@code null}; an optional member that holds it counts as absent. */
public record JsonNull() implements JsonValue {

  @Override
  public String kind() {
    return "null";
  }
}
