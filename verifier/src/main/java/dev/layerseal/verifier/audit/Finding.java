package dev.layerseal.verifier.audit;

import dev.layerseal.json.JsonObject;

/**
 * One thing that is wrong.
 *
 * @param target the layout or repository
 * @param object digest or name of what is meant
 */
public record Finding(FindingKind kind, String target, String object, String message) {

  public JsonObject encode() {
    return JsonObject.builder()
        .put("id", kind.toString())
        .put("target", target)
        .put("object", object)
        .put("message", message)
        .build();
  }

  @Override
  public String toString() {
    return "%s  %s  %s".formatted(kind, object, message);
  }
}
