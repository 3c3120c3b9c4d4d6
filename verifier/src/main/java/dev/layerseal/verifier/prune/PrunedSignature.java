package dev.layerseal.verifier.prune;

import dev.layerseal.json.JsonObject;
import dev.layerseal.oci.Digest;

/**
 * One stored signature and what is to become of it.
 *
 * @param manifest where it is
 * @param subject what it says it is of
 * @param why in words
 */
public record PrunedSignature(Digest manifest, Digest subject, Verdict verdict, String why) {

  public JsonObject encode() {
    return JsonObject.builder()
        .put("digest", manifest.toString())
        .put("subject", subject.toString())
        .put("verdict", verdict.toString())
        .put("why", why)
        .build();
  }
}
