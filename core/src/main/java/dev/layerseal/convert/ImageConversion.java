package dev.layerseal.convert;

import dev.layerseal.error.FormatException;
import dev.layerseal.error.LayersealException;
import dev.layerseal.error.StreamException;
import dev.layerseal.error.UnsupportedFeatureException;
import dev.layerseal.json.JsonObject;
import dev.layerseal.oci.Descriptor;
import dev.layerseal.oci.Digest;
import dev.layerseal.oci.ImageConfig;
import dev.layerseal.oci.ImageIndex;
import dev.layerseal.oci.Manifest;
import dev.layerseal.oci.MediaType;
import dev.layerseal.oci.Platform;
import dev.layerseal.oci.store.BlobSource;
import dev.layerseal.oci.store.ImageStore;
import dev.layerseal.seal.LayerConverter;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An image, or every image of an index, with its layers in another form. All of it is made before
 * anything is pushed; layers wait in temporary files until this is closed. Layers that occur
 * several times are converted once. What refers to the image, signatures above all, is left behind.
 */
public final class ImageConversion implements Closeable {

  private static final int MAX_CONFIG = 16 << 20;
  private static final int MAX_DEPTH = 4;

  private final ImageStore from;
  private final ConversionOptions options;
  private final LayerConversions layers;
  private final PackageSource packages;
  private final ConfigChange change;
  private final Map<Digest, Blob> blobs = new LinkedHashMap<>();
  private final Map<Digest, Made> manifests = new LinkedHashMap<>();
  private final List<ConvertedImage> images = new ArrayList<>();
  private final List<Descriptor> left = new ArrayList<>();
  private @Nullable Digest top;

  /** Where the config of a package comes from. */
  @FunctionalInterface
  public interface PackageSource {
    PackageConfig of(JsonObject imageConfig) throws LayersealException, IOException;
  }

  private record Blob(Descriptor descriptor, BlobSource content) {}

  private record Made(Descriptor descriptor, byte[] bytes) {}

  /**
   * @param packages asked where an image becomes a package
   */
  public ImageConversion(
      ImageStore from,
      ConversionOptions options,
      LayerConverter.Settings settings,
      PackageSource packages) {
    this.from = from;
    this.options = options;
    this.layers = new LayerConversions(from, options, settings);
    this.packages = packages;
    this.change = new ConfigChange(options.form() != LayerForm.TAR);
  }

  /**
   * Makes the new image; nothing is pushed.
   *
   * @param root names an image or an index
   * @return what names the new one
   */
  public Descriptor convert(Descriptor root) throws LayersealException, IOException {
    Descriptor converted = convert(root, MAX_DEPTH);
    top = converted.digest();
    return converted;
  }

  private Descriptor convert(Descriptor named, int depth) throws LayersealException, IOException {
    if (depth == 0) {
      throw new FormatException(named.digest() + ": indexes within indexes, too deep");
    }
    byte[] bytes = from.fetchManifest(named);
    if (MediaType.isIndex(named.mediaType())) {
      return index(ImageIndex.decode(named.mediaType(), bytes), depth);
    }
    Manifest before = Manifest.decode(named.mediaType(), bytes);
    try {
      return image(named, before);
    } catch (LayersealException e) {
      throw e.at(named.digest().toString());
    }
  }

  /** An index of the images that were converted; attestations are about the bytes before. */
  private Descriptor index(ImageIndex before, int depth) throws LayersealException, IOException {
    List<Descriptor> entries = new ArrayList<>();
    for (Descriptor entry : before.manifests()) {
      if (entry.platform().filter(Platform::unknown).isPresent()) {
        left.add(entry);
        continue;
      }
      Descriptor converted = convert(entry, depth - 1);
      entries.add(
          converted
              .withPlatform(change.apply(entry.platform()))
              .withAnnotations(entry.annotations()));
    }
    ImageIndex index = ImageIndex.of(entries, before.annotations());
    return made(index.descriptor(), index.bytes());
  }

  private Descriptor image(Descriptor named, Manifest before)
      throws LayersealException, IOException {
    Descriptor config = before.imageConfig();
    byte[] configBytes = from.fetchBlob(config, MAX_CONFIG);
    List<Digest> diffIds = diffIds(before, config, configBytes);
    Optional<Blob> packageConfig = packageConfig(config, configBytes);
    List<ConvertedBlob> converted = new ArrayList<>();
    for (int i = 0; i < before.layers().size(); i++) {
      Optional<Digest> diffId = diffIds.isEmpty() ? Optional.empty() : Optional.of(diffIds.get(i));
      converted.add(layers.convert(before.layers().get(i), diffId));
    }
    Blob newConfig =
        packageConfig.isPresent() ? packageConfig.get() : imageConfig(configBytes, converted);
    converted.forEach(layer -> add(new Blob(layer.descriptor(), layer.content())));
    add(newConfig);
    Manifest manifest =
        Manifest.of(
            packageConfig.isPresent()
                ? Optional.of(PackageConfig.ARTIFACT_TYPE)
                : before.artifactType(),
            newConfig.descriptor(),
            converted.stream().map(ConvertedBlob::descriptor).toList(),
            Optional.empty(),
            before.annotations());
    Descriptor result = made(manifest.descriptor(), manifest.bytes());
    Descriptor placed = result.withPlatform(change.apply(named.platform()));
    images.add(new ConvertedImage(named.digest(), placed, converted));
    return result;
  }

  private static List<Digest> diffIds(Manifest manifest, Descriptor named, byte[] config)
      throws FormatException, UnsupportedFeatureException {
    List<Digest> diffIds = ImageConfig.decode(config).diffIds();
    if (!diffIds.isEmpty() && diffIds.size() != manifest.layers().size()) {
      throw new FormatException(
          "%d layers, and the config %s has %d diff ids"
              .formatted(manifest.layers().size(), named.digest(), diffIds.size()));
    }
    return diffIds;
  }

  /** The config of what is a package already, or becomes one. */
  private Optional<Blob> packageConfig(Descriptor named, byte[] bytes)
      throws LayersealException, IOException {
    boolean isPackage = named.mediaType().equals(MediaType.RDK_PACKAGE.toString());
    if (isPackage && options.form() != LayerForm.RDK && options.form() != LayerForm.TAR) {
      throw new UnsupportedFeatureException(
          "a package has no image config, which the form " + options.form() + " needs");
    }
    if (isPackage) {
      return Optional.of(new Blob(named, BlobSource.of(bytes)));
    }
    if (options.form() != LayerForm.RDK) {
      return Optional.empty();
    }
    PackageConfig config = packages.of(JsonObject.parse(bytes));
    return Optional.of(new Blob(config.descriptor(), BlobSource.of(config.bytes())));
  }

  private Blob imageConfig(byte[] before, List<ConvertedBlob> converted) throws FormatException {
    List<Digest> diffIds = converted.stream().map(ConvertedBlob::diffId).toList();
    byte[] changed = change.apply(JsonObject.parse(before), diffIds);
    Descriptor named = Descriptor.of(MediaType.OCI_CONFIG.toString(), changed);
    return new Blob(named, BlobSource.of(changed));
  }

  private void add(Blob blob) {
    blobs.putIfAbsent(blob.descriptor().digest(), blob);
  }

  private Descriptor made(Descriptor descriptor, byte[] bytes) {
    manifests.putIfAbsent(descriptor.digest(), new Made(descriptor.plain(), bytes));
    return descriptor.plain();
  }

  /** The images, in the order in which they were found. */
  public List<ConvertedImage> images() {
    return List.copyOf(images);
  }

  /** Entries of indexes that are no images, such as attestations: they were left out. */
  public List<Descriptor> left() {
    return List.copyOf(left);
  }

  /**
   * Pushes blobs first, then manifests, what was converted last, under {@code tag} if one is given:
   * whoever finds it, finds all of it.
   */
  public void push(ImageStore to, Optional<String> tag) throws LayersealException, IOException {
    try {
      for (Blob blob : blobs.values()) {
        to.pushBlob(blob.descriptor(), blob.content());
      }
      for (Made made : manifests.values()) {
        boolean named = made.descriptor().digest().equals(top);
        to.pushManifest(made.descriptor(), made.bytes(), named ? tag : Optional.empty());
      }
    } catch (StreamException e) {
      throw e.failure();
    }
  }

  /** Writes the same into a package file. */
  public void pack(PackageFile file, Optional<String> tag) throws LayersealException, IOException {
    try {
      for (Blob blob : blobs.values()) {
        file.blob(blob.descriptor(), blob.content());
      }
      for (Made made : manifests.values()) {
        file.blob(made.descriptor(), BlobSource.of(made.bytes()));
        if (made.descriptor().digest().equals(top)) {
          file.index(made.descriptor(), tag);
        }
      }
    } catch (StreamException e) {
      throw e.failure();
    }
  }

  /** Removes the temporary files. */
  @Override
  public void close() throws IOException {
    layers.close();
  }
}
