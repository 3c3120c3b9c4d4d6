package dev.layerseal.cli;

import dev.layerseal.error.LayersealException;
import dev.layerseal.json.JsonArray;
import dev.layerseal.json.JsonObject;
import dev.layerseal.json.JsonObjectBuilder;
import dev.layerseal.oci.Descriptor;
import dev.layerseal.oci.Manifest;
import dev.layerseal.oci.store.ImageStore;
import dev.layerseal.seal.LayerSeal;
import dev.layerseal.seal.SealEntry;
import dev.layerseal.seal.SealManifest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The content of the seals of an image, decoded. */
final class SealContent {

  private SealContent() {}

  static JsonObject encode(ImageStore store, Descriptor source, Manifest manifest)
      throws LayersealException, IOException {
    SealManifest seals = SealManifest.decode(manifest);
    List<JsonObject> layers = new ArrayList<>();
    for (LayerSeal seal : seals.open(blob -> store.fetchBlob(blob, SealEntry.MAX_BLOB))) {
      layers.add(encode(seal));
    }
    return JsonObject.builder()
        .put("artifactType", seals.form().artifactType())
        .put("form", seals.form().toString())
        .put("digest", source.digest().toString())
        .put("created", seals.created().map(Object::toString))
        .put("recipe", seals.recipe())
        .put("subject", seals.subject().encode())
        .put("layers", JsonArray.of(layers))
        .put(
            "attachments",
            JsonArray.of(seals.attachments().stream().map(Descriptor::encode).toList()))
        .build();
  }

  private static JsonObject encode(LayerSeal seal) {
    JsonObjectBuilder signed =
        JsonObject.builder()
            .put("layer", seal.layer().toString())
            .put("rootHash", seal.rootHash().toString());
    return Evidence.with(signed, seal.signature());
  }
}
