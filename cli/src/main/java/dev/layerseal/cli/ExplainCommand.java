package dev.layerseal.cli;

import dev.layerseal.error.LayersealException;
import dev.layerseal.error.UnsupportedFeatureException;
import dev.layerseal.json.JsonArray;
import dev.layerseal.json.JsonObject;
import dev.layerseal.json.JsonObjectBuilder;
import dev.layerseal.json.JsonWriter;
import dev.layerseal.oci.Descriptor;
import dev.layerseal.oci.Digest;
import dev.layerseal.oci.ImageReference;
import dev.layerseal.oci.Manifest;
import dev.layerseal.oci.store.ImageStore;
import dev.layerseal.recipe.Recipe;
import dev.layerseal.recipe.RecipeJson;
import dev.layerseal.seal.ConversionListener;
import dev.layerseal.seal.ConvertedLayer;
import dev.layerseal.seal.ImageLayers;
import dev.layerseal.seal.LayerSource;
import dev.layerseal.seal.RootHashSearch;
import dev.layerseal.seal.SealEntry;
import dev.layerseal.seal.SealManifest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** {@code layerseal explain REF}. */
@CommandLine.Command(
    name = "explain",
    description = {
      "Finds the recipe that gives the root hash of each seal, or says what was tried.",
      "With --image: what a node's image has different from ours. Nothing is verified."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Exit status 1: no recipe gives some root hash, or the images differ.",
      "",
      "Example:",
      "  layerseal explain registry.example/app:v1",
      "  layerseal explain --platform linux/arm64 --image layer.erofs registry.example/app:v1"
    })
final class ExplainCommand extends ReportCommand {

  @CommandLine.Mixin RegistryOptions registry = new RegistryOptions();
  @CommandLine.Mixin ConversionOptions conversion = new ConversionOptions();

  @CommandLine.Parameters(paramLabel = "REF", description = "the image")
  String reference = "";

  @CommandLine.Option(
      names = "--image",
      paramLabel = "FILE",
      description = "a node's image of one layer (layer.erofs), to compare with")
  @Nullable Path image;

  @CommandLine.Option(
      names = "--layer",
      paramLabel = "DIGEST",
      description = "only this layer; needed for --image when there are several")
  @Nullable String layer;

  @CommandLine.Option(
      names = "--platform",
      paramLabel = "OS/ARCH",
      description = "which image of an index")
  @Nullable String platform;

  private final List<JsonObject> report = new ArrayList<>();
  private boolean explained = true;

  @Override
  protected ExitCode report() throws LayersealException, IOException {
    ImageReference named = registry.parse(reference);
    try (ImageStore store = registry.open(named)) {
      Descriptor top = PlatformOptions.one(store, store.resolve(named), platform);
      ImageLayers layers =
          ImageLayers.read(store, top, Manifest.decode(top.mediaType(), store.fetchManifest(top)));
      if (image != null) {
        compare(store, chosen(layers), image);
      } else {
        explain(store, top, layers);
      }
    }
    if (json()) {
      terminal().result(JsonWriter.pretty(JsonArray.of(report)));
    }
    return explained ? ExitCode.DONE : ExitCode.NO;
  }

  private ImageLayers.Layer chosen(ImageLayers layers) throws LayersealException {
    List<ImageLayers.Layer> matching = new ArrayList<>();
    for (ImageLayers.Layer one : layers.layers()) {
      if (layer == null || one.descriptor().digest().equals(Digest.parse(layer))) {
        matching.add(one);
      }
    }
    if (matching.size() != 1) {
      throw new UnsupportedFeatureException(
          "%d layers, expected one".formatted(matching.size()), "name it with --layer", null);
    }
    return matching.get(0);
  }

  private void compare(ImageStore store, ImageLayers.Layer one, Path file)
      throws LayersealException, IOException {
    NodeImage node =
        new NodeImage(terminal(), json(), conversion.settings(ConversionListener.NONE));
    LayerSource source = LayerSource.of(store, one.descriptor(), one.diffId());
    List<Recipe> named = conversion.names.isEmpty() ? List.of() : conversion.recipes();
    explained = node.compare(source, file, named);
    report.addAll(node.report());
  }

  private void explain(ImageStore store, Descriptor top, ImageLayers layers)
      throws LayersealException, IOException {
    int seals = 0;
    for (Descriptor listed : store.referrers(top.digest())) {
      Optional<SealManifest> manifest = seals(store, listed);
      if (manifest.isPresent()) {
        seals++;
        explain(store, listed, manifest.get(), layers);
      }
    }
    if (seals == 0) {
      terminal().note("no seals refer to this image");
      explained = false;
    }
  }

  private Optional<SealManifest> seals(ImageStore store, Descriptor listed) throws IOException {
    try {
      Manifest manifest = Manifest.decode(listed.mediaType(), store.fetchManifest(listed));
      return SealManifest.describes(manifest)
          ? Optional.of(SealManifest.decode(manifest))
          : Optional.empty();
    } catch (LayersealException e) {
      terminal().warning("referrer " + listed.digest() + ": " + e.getMessage());
      return Optional.empty();
    }
  }

  private void explain(
      ImageStore store, Descriptor listed, SealManifest manifest, ImageLayers layers)
      throws LayersealException, IOException {
    RootHashSearch search = new RootHashSearch(conversion.settings(ConversionListener.NONE));
    List<Recipe> announced = announced(manifest);
    if (!json()) {
      terminal().result("seals " + listed.digest());
    }
    for (ImageLayers.Layer one : layers.layers()) {
      Digest digest = one.descriptor().digest();
      Optional<SealEntry> entry =
          manifest.entries().stream().filter(found -> found.layer().equals(digest)).findFirst();
      boolean wanted = layer == null || digest.equals(Digest.parse(layer));
      if (entry.isPresent() && wanted) {
        LayerSource source = LayerSource.of(store, one.descriptor(), one.diffId());
        show(listed, entry.get(), search.search(source, entry.get().rootHash(), announced));
      }
    }
  }

  /** Recipes that the manifest or the command line names, with the options' overrides. */
  private List<Recipe> announced(SealManifest manifest) throws LayersealException {
    List<Recipe> recipes = new ArrayList<>();
    if (manifest.recipe().isPresent()) {
      try {
        recipes.add(RecipeJson.parse(manifest.recipe().get()));
      } catch (LayersealException e) {
        terminal().warning("the recipe that is announced cannot be read: " + e.getMessage());
      }
    }
    recipes.addAll(conversion.recipes());
    return recipes;
  }

  private void show(Descriptor listed, SealEntry entry, RootHashSearch.Result result) {
    explained &= result.match().isPresent();
    if (json()) {
      report.add(json(listed, entry, result));
      return;
    }
    terminal().result("layer " + entry.layer());
    terminal().result("  signed   " + entry.rootHash());
    if (result.match().isPresent()) {
      ConvertedLayer.Image match = result.match().get();
      terminal().result("  recipe   " + match.recipe());
      terminal().result("  values   " + RecipeJson.write(match.recipe()));
      match.uuid().ifPresent(uuid -> terminal().result("  uuid     " + uuid));
      return;
    }
    terminal()
        .result(
            "  none of %d recipes gives it: the layer changed, or was converted in another way"
                .formatted(result.tried().size()));
    for (ConvertedLayer.Image tried : result.tried()) {
      terminal().result("  tried    %s %s".formatted(tried.rootHash(), values(tried.recipe())));
    }
    result.refused().forEach((name, why) -> terminal().result("  refused  " + name + ": " + why));
    terminal().hint("compare with the node's image: --image layer.erofs --layer " + entry.layer());
  }

  private static String values(Recipe recipe) {
    return "%s uuid %s pad %d salt %s hash blocks %s"
        .formatted(
            recipe,
            recipe.uuid(),
            recipe.pad(),
            recipe.verity().salt(),
            recipe.verity().hashBlockSize());
  }

  private static JsonObject json(Descriptor listed, SealEntry entry, RootHashSearch.Result result) {
    JsonObjectBuilder json =
        JsonObject.builder()
            .put("referrer", listed.digest().toString())
            .put("layer", entry.layer().toString())
            .put("rootHash", entry.rootHash().toString())
            .put("explained", result.match().isPresent());
    result.match().ifPresent(match -> json.put("recipe", RecipeJson.object(match.recipe())));
    result
        .match()
        .flatMap(ConvertedLayer.Image::uuid)
        .ifPresent(uuid -> json.put("uuid", uuid.toString()));
    return json.put(
            "tried",
            JsonArray.of(
                result.tried().stream()
                    .map(
                        tried ->
                            JsonObject.builder()
                                .put("recipe", RecipeJson.object(tried.recipe()))
                                .put("rootHash", tried.rootHash().toString())
                                .build())
                    .toList()))
        .putTexts("refused", result.refused())
        .build();
  }
}
