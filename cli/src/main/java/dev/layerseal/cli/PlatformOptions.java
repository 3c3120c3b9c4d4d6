package dev.layerseal.cli;

import dev.layerseal.error.FormatException;
import dev.layerseal.error.LayersealException;
import dev.layerseal.error.RegistryException;
import dev.layerseal.error.UnsupportedFeatureException;
import dev.layerseal.oci.Descriptor;
import dev.layerseal.oci.ImageConfig;
import dev.layerseal.oci.ImageIndex;
import dev.layerseal.oci.Manifest;
import dev.layerseal.oci.MediaType;
import dev.layerseal.oci.Platform;
import dev.layerseal.oci.store.ImageStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which images of an index are meant. */
final class PlatformOptions {

  private static final int MAX_CONFIG = 16 << 20;
  private static final int MAX_DEPTH = 4;

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
   */
  List<Descriptor> select(ImageStore store, Descriptor top, boolean withIndex)
      throws LayersealException, IOException {
    if (!MediaType.isIndex(top.mediaType()) || platform == null && !recursive) {
      return List.of(top.plain());
    }
    List<Descriptor> images = new ArrayList<>();
    collect(store, top, images, MAX_DEPTH);
    if (platform != null) {
      return List.of(choose(store, top, images, Platform.parse(platform)));
    }
    List<Descriptor> all = new ArrayList<>(images.stream().map(Descriptor::plain).toList());
    if (withIndex) {
      all.add(top.plain());
    }
    return all.stream().distinct().toList();
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

  private static void collect(
      ImageStore store, Descriptor index, List<Descriptor> images, int depth)
      throws LayersealException, IOException {
    if (depth == 0) {
      throw new FormatException(index.digest() + ": indexes within indexes, too deep");
    }
    for (Descriptor entry :
        ImageIndex.decode(index.mediaType(), store.fetchManifest(index)).manifests()) {
      if (MediaType.isIndex(entry.mediaType())) {
        collect(store, entry, images, depth - 1);
      } else if (entry.platform().filter(Platform::unknown).isEmpty()) {
        images.add(entry);
      }
    }
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
