package dev.layerseal.cli;

import dev.layerseal.error.LayersealException;
import dev.layerseal.error.RegistryException;
import dev.layerseal.error.UnsupportedFeatureException;
import dev.layerseal.oci.Descriptor;
import dev.layerseal.oci.ImageConfig;
import dev.layerseal.oci.Manifest;
import dev.layerseal.oci.MediaType;
import dev.layerseal.oci.Platform;
import dev.layerseal.oci.store.ImageStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which images of an index are meant. */
final class PlatformOptions {

  private static final int MAX_CONFIG = 16 << 20;

  @Option(
      names = "--platform",
      paramLabel = "OS/ARCH[/VARIANT]",
      description = "the image of an index that is for this platform")
  @Nullable String platform;

  @Option(names = "--recursive", description = "every platform's image of an index")
  boolean recursive;

  /**
   * The manifests that are meant: what {@code top} names, or the chosen images of that index.
   *
   * @param withIndex whether {@code --recursive} means the index itself too, as the last one
   * @throws RegistryException when an index has no image that is meant
   */
  List<Descriptor> select(ImageStore store, Descriptor top, boolean withIndex)
      throws LayersealException, IOException {
    if (!MediaType.isIndex(top.mediaType()) || platform == null && !recursive) {
      return List.of(top.plain());
    }
    if (platform != null) {
      return List.of(choose(store, top, IndexImages.of(store, top), Platform.parse(platform)));
    }
    if (!withIndex) {
      return IndexImages.someOf(store, top);
    }
    return Stream.concat(IndexImages.of(store, top).stream(), Stream.of(top))
        .map(Descriptor::plain)
        .distinct()
        .toList();
  }

  /**
   * The one image that is meant.
   *
   * @param platform which image of an index; null when none was named
   */
  static Descriptor one(ImageStore store, Descriptor top, @Nullable String platform)
      throws LayersealException, IOException {
    if (MediaType.isIndex(top.mediaType()) && platform == null) {
      throw new UnsupportedFeatureException(
          top.digest() + " is an index",
          "choose one of its images by --platform, such as linux/amd64",
          null);
    }
    PlatformOptions options = new PlatformOptions();
    options.platform = platform;
    return options.select(store, top, false).get(0);
  }

  private static Descriptor choose(
      ImageStore store, Descriptor top, List<Descriptor> images, Platform wanted)
      throws LayersealException, IOException {
    List<String> found = new ArrayList<>();
    for (Descriptor image : images) {
      Platform platform = platform(store, image);
      if (platform.matches(wanted)) {
        return image.plain();
      }
      found.add(platform.toString());
    }
    throw new RegistryException(
        "%s: no image for %s, there are: %s"
            .formatted(top.digest(), wanted, String.join(", ", found)));
  }

  /** As the index says it, or where it does not the image's config. */
  private static Platform platform(ImageStore store, Descriptor image)
      throws LayersealException, IOException {
    if (image.platform().isPresent()) {
      return image.platform().get();
    }
    Manifest manifest = Manifest.decode(image.mediaType(), store.fetchManifest(image));
    return ImageConfig.decode(store.fetchBlob(manifest.imageConfig(), MAX_CONFIG)).platform();
  }
}
