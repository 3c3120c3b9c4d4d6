package dev.layerseal.cli;

import dev.layerseal.convert.ConversionOptions;
import dev.layerseal.convert.ConvertedBlob;
import dev.layerseal.convert.ConvertedImage;
import dev.layerseal.convert.LayerForm;
import dev.layerseal.error.FormatException;
import dev.layerseal.json.JsonArray;
import dev.layerseal.json.JsonObject;
import dev.layerseal.json.JsonObjectBuilder;
import dev.layerseal.json.JsonWriter;
import dev.layerseal.oci.Descriptor;
import dev.layerseal.oci.Platform;
import dev.layerseal.recipe.RecipeJson;
import java.util.List;

/**
 * What a conversion made.
 *
 * @param destination as the user named it
 * @param changes options that change what the recipe of the form says, as they could be typed
 * @param before the image or index that was converted
 * @param after the new one
 * @param left entries of indexes that are no images
 */
record ConvertReport(
    String destination,
    ConversionOptions options,
    List<String> changes,
    Descriptor before,
    Descriptor after,
    List<ConvertedImage> images,
    List<Descriptor> left) {

  /** What the reference tool does in silence, and what was left out. */
  void warn(Terminal terminal) {
    for (ConvertedImage image : images) {
      for (ConvertedBlob layer : image.layers()) {
        layer
            .warnings()
            .forEach(warning -> terminal.warning("layer %s: %s".formatted(layer.from(), warning)));
      }
    }
    for (Descriptor entry : left) {
      terminal.note(entry.digest() + ": left out, it is no image");
    }
  }

  /** The new image, then a line for each layer. */
  void print(Terminal terminal) {
    terminal.result("%s: %s".formatted(destination, after.digest()));
    for (ConvertedImage image : images) {
      terminal.result(
          "  %s  %s"
              .formatted(
                  image.manifest().digest(),
                  image.manifest().platform().map(Platform::toString).orElse("")));
      for (ConvertedBlob layer : image.layers()) {
        terminal.result(
            "    %s  %d bytes, %s%s"
                .formatted(
                    layer.descriptor().digest(),
                    layer.descriptor().size(),
                    layer.descriptor().mediaType(),
                    layer.needs().map(needs -> ", Linux " + needs.kernel()).orElse("")));
      }
    }
  }

  /** As in docs/formats/convert.schema.json. */
  String json() throws FormatException {
    JsonObjectBuilder json =
        JsonObject.builder()
            .put("destination", destination)
            .put("from", before.digest().toString())
            .put("digest", after.digest().toString())
            .put("mediaType", after.mediaType())
            .put("form", options.form().toString())
            .put("signed", false);
    if (options.form() != LayerForm.TAR) {
      json.put("recipe", RecipeJson.object(options.recipe()));
      json.put("options", JsonArray.ofStrings(changes));
    }
    json.put("images", JsonArray.of(images.stream().map(ConvertReport::image).toList()));
    json.put(
        "left",
        JsonArray.ofStrings(left.stream().map(entry -> entry.digest().toString()).toList()));
    return JsonWriter.pretty(json.build());
  }

  private static JsonObject image(ConvertedImage image) {
    return JsonObject.builder()
        .put("from", image.from().toString())
        .put("digest", image.manifest().digest().toString())
        .put("platform", image.manifest().platform().map(Platform::toString))
        .put("layers", JsonArray.of(image.layers().stream().map(ConvertReport::layer).toList()))
        .build();
  }

  private static JsonObject layer(ConvertedBlob layer) {
    JsonObjectBuilder json =
        JsonObject.builder()
            .put("from", layer.from().toString())
            .put("digest", layer.descriptor().digest().toString())
            .put("mediaType", layer.descriptor().mediaType())
            .put("size", layer.descriptor().size())
            .put("diffId", layer.diffId().toString());
    layer
        .tree()
        .ifPresent(
            tree ->
                json.put("rootHash", tree.rootHash().toString()).put("hashOffset", tree.offset()));
    layer
        .needs()
        .ifPresent(
            needs ->
                json.put("kernel", needs.kernel())
                    .put("config", JsonArray.ofStrings(needs.config())));
    return json.build();
  }
}
