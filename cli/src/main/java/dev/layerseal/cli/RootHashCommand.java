package dev.layerseal.cli;

import dev.layerseal.error.LayersealException;
import dev.layerseal.error.UnsupportedFeatureException;
import dev.layerseal.oci.Descriptor;
import dev.layerseal.oci.Digest;
import dev.layerseal.oci.ImageIndex;
import dev.layerseal.oci.ImageReference;
import dev.layerseal.oci.Manifest;
import dev.layerseal.oci.MediaType;
import dev.layerseal.oci.Platform;
import dev.layerseal.oci.store.ImageStore;
import dev.layerseal.recipe.ImageForm;
import dev.layerseal.recipe.Recipe;
import dev.layerseal.seal.ConversionListener;
import dev.layerseal.seal.ImageConverter;
import dev.layerseal.seal.ImageLayers;
import dev.layerseal.seal.LayerConverter;
import dev.layerseal.seal.LayerSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code layerseal roothash TARGET}. */
@CommandLine.Command(
    name = "roothash",
    description = {
      "Shows the dm-verity root hash of each layer of an image, or of a layer in a file.",
      "TARGET is a file where there is one of that name, otherwise a reference."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example:",
      "  layerseal roothash layer.tar.gz --recipe all",
      "  layerseal roothash registry.example/app:v1 --recipe tar-index"
    })
final class RootHashCommand extends ReportCommand {

  @Mixin RegistryOptions registry = new RegistryOptions();

  @Mixin ConversionOptions conversion = new ConversionOptions();

  @Option(names = "--platform", paramLabel = "OS/ARCH", description = "which image of an index")
  @Nullable String platform;

  @Option(
      names = "--layer-digest",
      paramLabel = "DIGEST",
      description = "digest of the layer that a file is taken for (default: its own)")
  @Nullable String layerDigest;

  @Parameters(paramLabel = "TARGET", description = "a layer in a file, or an image")
  String target = "";

  @Override
  protected ExitCode report() throws LayersealException, IOException {
    List<Recipe> recipes = conversion.recipes();
    RootHashReport report;
    try (ProgressBars progress = new ProgressBars(terminal())) {
      LayerConverter.Settings settings = conversion.settings(progress);
      boolean file = !registry.ociLayout && Files.isRegularFile(Path.of(target));
      report = file ? file(recipes, settings) : image(recipes, progress);
    }
    report.warn(terminal());
    if (json()) {
      terminal().result(report.json());
    } else {
      report.print(terminal());
    }
    return ExitCode.DONE;
  }

  private RootHashReport file(List<Recipe> recipes, LayerConverter.Settings settings)
      throws LayersealException, IOException {
    boolean erofs = recipes.stream().allMatch(recipe -> recipe.form() == ImageForm.NATIVE);
    LayerSource source = LayerSource.ofFile(Path.of(target), erofs);
    if (layerDigest != null) {
      source = source.withDigest(Digest.parse(layerDigest));
    }
    return new RootHashReport(
        target, List.of(new LayerConverter(settings).convert(source, recipes)));
  }

  private RootHashReport image(List<Recipe> recipes, ConversionListener progress)
      throws LayersealException, IOException {
    ImageReference reference = registry.parse(target);
    try (ImageStore store = registry.open(reference)) {
      Descriptor image = imageOf(store, store.resolve(reference));
      Manifest manifest = Manifest.decode(image.mediaType(), store.fetchManifest(image));
      ImageLayers layers = ImageLayers.read(store, image, manifest);
      ImageConverter converter = conversion.converter(reference, terminal(), progress);
      return new RootHashReport(
          reference.withDigest(image.digest()).toString(),
          converter.convert(store, layers, recipes));
    }
  }

  /** The image itself, or the one of an index that is for the platform asked for. */
  private Descriptor imageOf(ImageStore store, Descriptor found)
      throws LayersealException, IOException {
    if (!MediaType.isIndex(found.mediaType())) {
      return found;
    }
    List<Descriptor> manifests =
        ImageIndex.decode(found.mediaType(), store.fetchManifest(found)).manifests();
    Optional<Platform> wanted =
        platform == null ? Optional.empty() : Optional.of(Platform.parse(platform));
    List<Descriptor> fitting =
        manifests.stream()
            .filter(entry -> wanted.isPresent() && entry.platform().isPresent())
            .filter(entry -> entry.platform().get().matches(wanted.get()))
            .toList();
    if (fitting.size() == 1) {
      return fitting.get(0);
    }
    throw new UnsupportedFeatureException(
        "%s is an index of %d manifests, %d of them for %s"
            .formatted(
                found.digest(),
                manifests.size(),
                fitting.size(),
                wanted.map(Platform::toString).orElse("no platform named")),
        "choose one by --platform, such as linux/amd64",
        null);
  }
}
