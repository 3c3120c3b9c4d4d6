package dev.layerseal.cli;

import dev.layerseal.composefs.oci.MergedLayer;
import dev.layerseal.fsverity.FsVerityDigest;
import dev.layerseal.fsverity.FsVerityParameters;
import dev.layerseal.json.JsonArray;
import dev.layerseal.json.JsonObject;
import dev.layerseal.json.JsonObjectBuilder;
import dev.layerseal.tar.TarWarning;
import java.util.List;

/** The digest of a composefs image, and what it was made from. */
record ComposefsReport(
    ComposefsSource.Found found, FsVerityParameters parameters, FsVerityDigest digest) {

  /** One line: the digest. With layers, one for each layer before it, and names behind them. */
  void print(Terminal terminal) {
    if (found.merged().isEmpty()) {
      terminal.result(digest.toString());
      return;
    }
    for (MergedLayer layer : found.merged().get().layers()) {
      String image = layer.image().map(FsVerityDigest::toString).orElse("-");
      terminal.result(image + "  layer " + layer.digest());
      layer
          .refusal()
          .ifPresent(why -> terminal.note("layer " + layer.digest() + ": no image alone: " + why));
    }
    terminal.result(digest + "  " + found.name());
  }

  /** As in docs/formats/composefs-digest.schema.json. */
  JsonObjectBuilder json() {
    JsonObjectBuilder json =
        JsonObject.builder()
            .put("source", found.name())
            .put("algorithm", parameters.toString())
            .put("composefsVersion", found.version().of(found.tree()))
            .put("digest", digest.toString());
    found
        .merged()
        .ifPresent(
            image ->
                json.put(
                    "layers",
                    JsonArray.of(image.layers().stream().map(ComposefsReport::layer).toList())));
    return json;
  }

  private static JsonObject layer(MergedLayer layer) {
    JsonObjectBuilder json =
        JsonObject.builder()
            .put("digest", layer.digest().toString())
            .put("diffId", layer.diffId().toString())
            .put("size", layer.size());
    layer.image().ifPresent(image -> json.put("image", image.toString()));
    layer.refusal().ifPresent(why -> json.put("noImage", why));
    return json.put("warnings", warnings(layer.warnings())).build();
  }

  private static JsonArray warnings(List<TarWarning> warnings) {
    return JsonArray.of(
        warnings.stream()
            .map(
                warning ->
                    JsonObject.builder()
                        .put("kind", warning.kind().id())
                        .put("offset", warning.offset())
                        .put("detail", warning.detail())
                        .build())
            .toList());
  }
}
