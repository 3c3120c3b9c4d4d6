package dev.layerseal.cli;

import dev.layerseal.error.LayersealException;
import dev.layerseal.error.UnsupportedFeatureException;
import dev.layerseal.json.JsonArray;
import dev.layerseal.json.JsonObject;
import dev.layerseal.json.JsonWriter;
import dev.layerseal.oci.Descriptor;
import dev.layerseal.oci.ImageReference;
import dev.layerseal.oci.Manifest;
import dev.layerseal.oci.MediaType;
import dev.layerseal.oci.store.ImageStore;
import dev.layerseal.recipe.Recipe;
import dev.layerseal.seal.ContentCache;
import dev.layerseal.seal.ContentCache.Stored;
import dev.layerseal.seal.ImageLayers;
import dev.layerseal.seal.LayerSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The layers of an image for a folder that nodes take layers from. */
final class CacheOptions {

  private static final String RECIPE = "full-cache";

  @Option(
      names = "--containerd-cache",
      paramLabel = "DIR",
      description = "put the layers of an image there, by diffID and with hash trees")
  @Nullable Path folder;

  @Option(names = "--force", description = "write entries of the cache again")
  boolean force;

  @Option(names = "--platform", paramLabel = "OS/ARCH", description = "which image of an index")
  @Nullable String platform;

  @Mixin RegistryOptions registry = new RegistryOptions();

  /** Puts every layer of the image into the cache and says what is there. */
  void fill(
      Path target, String image, ConversionOptions conversion, Terminal terminal, boolean json)
      throws LayersealException, IOException {
    List<Stored> stored;
    Recipe recipe = recipe(conversion);
    try (ProgressBars progress = new ProgressBars(terminal)) {
      ContentCache cache = new ContentCache(target, recipe, conversion.settings(progress), force);
      stored = fill(cache, image, terminal);
    }
    if (json) {
      terminal.result(report(recipe, stored));
    } else {
      for (Stored one : stored) {
        terminal.result(
            "%s  %s  %s".formatted(one.rootHash(), one.made() ? "made" : "kept", one.blob()));
      }
    }
  }

  private static Recipe recipe(ConversionOptions conversion) throws LayersealException {
    if (conversion.names.isEmpty()) {
      conversion.names = List.of(RECIPE);
    }
    List<Recipe> recipes = conversion.recipes();
    if (recipes.size() != 1) {
      throw new UnsupportedFeatureException("a cache has one recipe", "use " + RECIPE, null);
    }
    return recipes.get(0);
  }

  private List<Stored> fill(ContentCache cache, String image, Terminal terminal)
      throws LayersealException, IOException {
    ImageReference reference = registry.parse(image);
    List<Stored> stored = new ArrayList<>();
    try (ImageStore store = registry.open(reference)) {
      Descriptor one = PlatformOptions.one(store, store.resolve(reference), platform);
      Manifest manifest = Manifest.decode(one.mediaType(), store.fetchManifest(one));
      for (ImageLayers.Layer layer : ImageLayers.read(store, one, manifest).layers()) {
        Descriptor descriptor = layer.descriptor();
        if (isTar(descriptor)) {
          stored.add(cache.put(LayerSource.of(store, descriptor, layer.diffId())));
        } else {
          terminal.note(
              "layer %s: left out, a node does not look for %s"
                  .formatted(descriptor.digest(), descriptor.mediaType()));
        }
      }
    }
    return stored;
  }

  private static boolean isTar(Descriptor layer) {
    return layer.type().map(MediaType::kind).filter(MediaType.Kind.TAR_LAYER::equals).isPresent();
  }

  /** As in docs/formats/erofs-cache.schema.json. */
  private static String report(Recipe recipe, List<Stored> stored) {
    return JsonWriter.pretty(
        JsonObject.builder()
            .put("recipe", recipe.toString())
            .put("layers", JsonArray.of(stored.stream().map(CacheOptions::layer).toList()))
            .build());
  }

  private static JsonObject layer(Stored stored) {
    return JsonObject.builder()
        .put("layer", stored.layer().toString())
        .put("diffId", stored.diffId().toString())
        .put("file", stored.blob().toString())
        .put("rootHash", stored.rootHash().toString())
        .put("hashOffset", stored.hashOffset())
        .put("made", stored.made())
        .build();
  }
}
