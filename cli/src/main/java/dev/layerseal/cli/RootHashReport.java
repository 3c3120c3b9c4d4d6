package dev.layerseal.cli;

import dev.layerseal.json.JsonArray;
import dev.layerseal.json.JsonObject;
import dev.layerseal.json.JsonObjectBuilder;
import dev.layerseal.json.JsonWriter;
import dev.layerseal.recipe.RecipeJson;
import dev.layerseal.seal.ConvertedLayer;
import dev.layerseal.tar.TarWarning;
import java.util.List;

/**
 * The root hashes of one image or layer.
 *
 * @param target the image by its digest, or the file
 */
record RootHashReport(String target, List<ConvertedLayer> layers) {

  /** What the reference tool does in silence with a layer, and what nodes need. */
  void warn(Terminal terminal) {
    for (ConvertedLayer layer : layers) {
      for (TarWarning warning : layer.warnings()) {
        terminal.warning("layer " + layer.digest() + ": " + warning);
      }
    }
    nodeOptions().forEach(terminal::note);
  }

  private List<String> nodeOptions() {
    return NodeOptions.warnings(
        layers.stream()
            .flatMap(layer -> layer.images().stream().map(ConvertedLayer.Image::recipe))
            .distinct()
            .toList());
  }

  /** One line for each layer and recipe: root hash, recipe, layer. */
  void print(Terminal terminal) {
    for (ConvertedLayer layer : layers) {
      for (ConvertedLayer.Image image : layer.images()) {
        terminal.result("%s  %s  %s".formatted(image.rootHash(), image.recipe(), layer.digest()));
      }
    }
  }

  /** As in docs/formats/roothash.schema.json. */
  String json() {
    return JsonWriter.pretty(
        JsonObject.builder()
            .put("target", target)
            .put("layers", JsonArray.of(layers.stream().map(RootHashReport::layer).toList()))
            .put("warnings", JsonArray.ofStrings(nodeOptions()))
            .build());
  }

  private static JsonObject layer(ConvertedLayer layer) {
    return JsonObject.builder()
        .put("digest", layer.digest().toString())
        .put("diffId", layer.diffId().toString())
        .put("size", layer.size())
        .put("images", JsonArray.of(layer.images().stream().map(RootHashReport::image).toList()))
        .put(
            "warnings",
            JsonArray.of(layer.warnings().stream().map(RootHashReport::warning).toList()))
        .build();
  }

  private static JsonObject image(ConvertedLayer.Image image) {
    JsonObjectBuilder json =
        JsonObject.builder()
            .put("rootHash", image.rootHash().toString())
            .put("dataSize", image.dataSize())
            .put("recipe", RecipeJson.object(image.recipe()));
    image.uuid().ifPresent(uuid -> json.put("uuid", uuid.toString()));
    return json.build();
  }

  private static JsonObject warning(TarWarning warning) {
    return JsonObject.builder()
        .put("kind", warning.kind().id())
        .put("offset", warning.offset())
        .put("detail", warning.detail())
        .build();
  }
}
