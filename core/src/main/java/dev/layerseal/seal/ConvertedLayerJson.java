package dev.layerseal.seal;

import dev.layerseal.bytes.Uuid;
import dev.layerseal.error.FormatException;
import dev.layerseal.error.UnsupportedFeatureException;
import dev.layerseal.json.JsonArray;
import dev.layerseal.json.JsonObject;
import dev.layerseal.oci.Digest;
import dev.layerseal.recipe.Recipe;
import dev.layerseal.recipe.RecipeJson;
import dev.layerseal.tar.TarWarning;
import dev.layerseal.verity.RootHash;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A {@link ConvertedLayer} as JSON, with its recipes in full. */
final class ConvertedLayerJson {

  private ConvertedLayerJson() {}

  static JsonObject encode(ConvertedLayer layer) {
    return JsonObject.builder()
        .put("digest", layer.digest().toString())
        .put("diffId", layer.diffId().toString())
        .put("size", layer.size())
        .put(
            "images",
            JsonArray.of(layer.images().stream().map(ConvertedLayerJson::encode).toList()))
        .put(
            "warnings",
            JsonArray.of(layer.warnings().stream().map(ConvertedLayerJson::encode).toList()))
        .build();
  }

  private static JsonObject encode(ConvertedLayer.Image image) {
    return JsonObject.builder()
        .put("recipe", RecipeJson.write(image.recipe()))
        .put("uuid", image.uuid().map(Uuid::toString))
        .put("rootHash", image.rootHash().toString())
        .put("dataSize", image.dataSize())
        .build();
  }

  private static JsonObject encode(TarWarning warning) {
    return JsonObject.builder()
        .put("kind", warning.kind().name())
        .put("offset", warning.offset())
        .put("detail", warning.detail())
        .build();
  }

  /**
   * The reverse of {@link #encode}.
   *
   * @param recipes those that the layer was converted by, in order: an entry with others is refused
   */
  static ConvertedLayer decode(JsonObject json, List<Recipe> recipes)
      throws FormatException, UnsupportedFeatureException {
    List<JsonObject> encoded = json.array("images").objects();
    if (encoded.size() != recipes.size()) {
      throw json.malformed("images", "%d of %d".formatted(encoded.size(), recipes.size()));
    }
    List<ConvertedLayer.Image> images = new ArrayList<>();
    for (int i = 0; i < encoded.size(); i++) {
      images.add(image(encoded.get(i), recipes.get(i)));
    }
    List<TarWarning> warnings = new ArrayList<>();
    for (JsonObject warning : json.array("warnings").objects()) {
      warnings.add(warning(warning));
    }
    return new ConvertedLayer(
        Digest.parse(json.string("digest")),
        Digest.parse(json.string("diffId")),
        json.integer("size"),
        images,
        warnings);
  }

  private static ConvertedLayer.Image image(JsonObject json, Recipe recipe) throws FormatException {
    if (!json.string("recipe").equals(RecipeJson.write(recipe))) {
      throw json.malformed("recipe", "another one than was asked for");
    }
    Optional<String> uuid = json.optionalString("uuid");
    return new ConvertedLayer.Image(
        recipe,
        uuid.isPresent() ? Optional.of(Uuid.parse(uuid.get())) : Optional.empty(),
        RootHash.parse(json.string("rootHash")),
        json.integer("dataSize"));
  }

  private static TarWarning warning(JsonObject json) throws FormatException {
    try {
      TarWarning.Kind kind = TarWarning.Kind.valueOf(json.string("kind"));
      return new TarWarning(kind, json.integer("offset"), json.string("detail"));
    } catch (IllegalArgumentException e) {
      throw json.malformed("kind", "not known");
    }
  }
}
