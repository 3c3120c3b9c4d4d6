package dev.layerseal.cli;

import dev.layerseal.error.LayersealException;
import dev.layerseal.error.VerificationException;
import dev.layerseal.json.JsonArray;
import dev.layerseal.json.JsonObject;
import dev.layerseal.json.JsonObjectBuilder;
import java.util.List;

/** How failures stand in JSON: the same in every report. */
final class Failure {

  private Failure() {}

  /** The report of every reference of a command, in one object. */
  static JsonObject results(List<JsonObject> reports) {
    return JsonObject.builder().put("results", JsonArray.of(reports)).build();
  }

  /** The report of a reference about which nothing else can be said. */
  static JsonObject encode(String reference, Exception failure) {
    return JsonObject.builder().put("reference", reference).put("error", encode(failure)).build();
  }

  static JsonObject encode(Exception failure) {
    JsonObjectBuilder json = JsonObject.builder().put("exit", ExitCode.of(failure).status());
    if (failure instanceof VerificationException no) {
      json.put("reason", no.reason().toString());
    }
    json.put(
        "message",
        failure instanceof LayersealException
            ? String.valueOf(failure.getMessage())
            : Terminal.ioMessage(failure));
    if (failure instanceof LayersealException known) {
      json.put("hint", known.hint());
    }
    return json.build();
  }
}
