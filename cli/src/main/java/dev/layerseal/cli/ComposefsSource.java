package dev.layerseal.cli;

import dev.layerseal.composefs.ComposefsTree;
import dev.layerseal.composefs.ComposefsVersion;
import dev.layerseal.composefs.DumpfileReader;
import dev.layerseal.composefs.FolderScan;
import dev.layerseal.composefs.ObjectStore;
import dev.layerseal.composefs.oci.ImageMerger;
import dev.layerseal.composefs.oci.MergeRules;
import dev.layerseal.composefs.oci.MergedImage;
import dev.layerseal.error.LayersealException;
import dev.layerseal.fsverity.FsVerityAlgorithm;
import dev.layerseal.fsverity.FsVerityParameters;
import dev.layerseal.oci.Descriptor;
import dev.layerseal.oci.ImageReference;
import dev.layerseal.oci.store.ImageStore;
import dev.layerseal.seal.LayerSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What a composefs image is made from, and everything that changes its digest. */
final class ComposefsSource {

  private static final String STANDARD_INPUT = "-";
  private static final String AUTO = "auto";

  @Parameters(
      paramLabel = "SOURCE",
      description = {
        "a folder, a dumpfile (- on standard input), a layer (tar, plain, gzip or zstd),",
        "or an image in a registry or, with --oci-layout, in a layout"
      })
  String source = "";

  @Option(
      names = "--digest-store",
      paramLabel = "FOLDER",
      description = "put the content of larger files there, as HH/REST of their digest")
  @Nullable Path digestStore;

  @Option(
      names = "--replace-objects",
      description = "write objects again that are in the store and not what their name says")
  boolean replaceObjects;

  @Option(
      names = "--composefs-version",
      paramLabel = "VERSION",
      defaultValue = AUTO,
      description = {
        "auto, 0, 1, or 2 (default: auto, which is 1 for layers and images; for folders",
        "and dumpfiles 1 when there are whiteouts, else 0)"
      })
  String version = AUTO;

  @Option(
      names = "--hash",
      paramLabel = "NAME",
      defaultValue = "sha256",
      description = "of fs-verity digests: sha256 or sha512 (default: sha256)")
  String hash = "sha256";

  @Option(names = "--platform", paramLabel = "OS/ARCH", description = "which image of an index")
  @Nullable String platform;

  @Mixin FolderScanOptions folder = new FolderScanOptions();

  @Mixin MergeOptions merge = new MergeOptions();

  @Mixin RegistryOptions registry = new RegistryOptions();

  @Mixin LimitOptions limits = new LimitOptions();

  /**
   * What was found.
   *
   * @param name the image by its digest; other sources as they were given
   * @param merged how layers were merged; nothing of folders and dumpfiles
   */
  record Found(
      String name, ComposefsTree tree, ComposefsVersion version, Optional<MergedImage> merged) {

    /** Where the order of entries mattered. */
    void warn(Terminal terminal) {
      merged.ifPresent(
          image ->
              image
                  .layers()
                  .forEach(
                      layer ->
                          layer
                              .warnings()
                              .forEach(
                                  warning ->
                                      terminal.warning(
                                          "layer " + layer.digest() + ": " + warning))));
    }
  }

  FsVerityParameters parameters() throws LayersealException {
    return FsVerityParameters.of(FsVerityAlgorithm.parse(hash));
  }

  /**
   * Reads it; larger files are in the store afterwards, if there is one.
   *
   * @param layerImages whether digests of images of single layers are wanted
   */
  Found read(Terminal terminal, boolean layerImages)
      throws IOException, LayersealException, InterruptedException {
    ComposefsVersion chosen = ComposefsVersion.parse(version);
    if (source.equals(STANDARD_INPUT)) {
      return plain(DumpfileReader.read(System.in, false), chosen);
    }
    return switch (SourceKind.of(source, registry.ociLayout)) {
      case FOLDER ->
          plain(
              FolderScan.scan(
                  Path.of(source), folder.options(), parameters(), store().orElse(null)),
              chosen);
      case DUMPFILE -> plain(dumpfile(), chosen);
      case LAYER, IMAGE -> layers(terminal, layerImages);
    };
  }

  private Found plain(ComposefsTree tree, ComposefsVersion chosen) {
    return new Found(source, tree, chosen, Optional.empty());
  }

  private ComposefsTree dumpfile() throws IOException, LayersealException {
    try (InputStream in = Files.newInputStream(Path.of(source))) {
      return DumpfileReader.read(in, false);
    } catch (LayersealException e) {
      throw e.at(source);
    }
  }

  private Optional<ObjectStore> store() throws LayersealException {
    return digestStore == null
        ? Optional.empty()
        : Optional.of(new ObjectStore(digestStore, parameters(), replaceObjects));
  }

  private Found layers(Terminal terminal, boolean layerImages)
      throws IOException, LayersealException {
    ComposefsVersion chosen =
        version.equals(AUTO) ? MergeRules.VERSION : ComposefsVersion.parse(version);
    try (ProgressBars progress = new ProgressBars(terminal)) {
      ImageMerger merger = new ImageMerger(merge.rules(), parameters(), limits.settings(progress));
      Optional<ObjectStore> store = store();
      if (store.isPresent()) {
        merger = merger.storingIn(store.get());
      }
      if (layerImages) {
        merger = merger.withLayerImages(chosen);
      }
      return SourceKind.of(source, registry.ociLayout) == SourceKind.LAYER
          ? layer(merger, chosen)
          : image(merger, chosen);
    }
  }

  private Found layer(ImageMerger merger, ComposefsVersion chosen)
      throws IOException, LayersealException {
    MergedImage merged = merger.merge(List.of(LayerSource.ofFile(Path.of(source), false)));
    return new Found(source, merged.tree(), chosen, Optional.of(merged));
  }

  private Found image(ImageMerger merger, ComposefsVersion chosen)
      throws IOException, LayersealException {
    ImageReference reference = registry.parse(source);
    try (ImageStore images = registry.open(reference)) {
      Descriptor image = PlatformOptions.one(images, images.resolve(reference), platform);
      MergedImage merged = merger.merge(images, image);
      String name = reference.withDigest(image.digest()).toString();
      return new Found(name, merged.tree(), chosen, Optional.of(merged));
    }
  }
}
