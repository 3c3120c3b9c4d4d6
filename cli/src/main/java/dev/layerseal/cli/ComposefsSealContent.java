package dev.layerseal.cli;

import dev.layerseal.composefs.seal.ComposefsSeal;
import dev.layerseal.composefs.seal.ComposefsSealManifest;
import dev.layerseal.error.LayersealException;
import dev.layerseal.json.JsonArray;
import dev.layerseal.json.JsonObject;
import dev.layerseal.json.JsonObjectBuilder;
import dev.layerseal.oci.Descriptor;
import dev.layerseal.oci.Manifest;
import dev.layerseal.oci.store.ImageStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The content of a composefs seal, decoded. */
final class ComposefsSealContent {

  private ComposefsSealContent() {}

  static JsonObject encode(ImageStore store, Descriptor source, Manifest manifest)
      throws LayersealException, IOException {
    ComposefsSealManifest seal = ComposefsSealManifest.decode(manifest);
    List<JsonObject> digests = new ArrayList<>();
    for (ComposefsSeal one : seal.open(store)) {
      digests.add(encode(one));
    }
    return JsonObject.builder()
        .put("artifactType", ComposefsSealManifest.ARTIFACT_TYPE)
        .put("digest", source.digest().toString())
        .put("hash", seal.parameters().toString())
        .put("subject", seal.subject().encode())
        .put("digests", JsonArray.of(digests))
        .build();
  }

  private static JsonObject encode(ComposefsSeal seal) {
    JsonObjectBuilder signed =
        JsonObject.builder()
            .put("part", seal.part().toString())
            .put("digest", seal.digest().toString());
    return Evidence.with(signed, seal.signature());
  }
}
