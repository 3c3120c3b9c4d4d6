package dev.layerseal.seal;

import dev.layerseal.error.FormatException;
import dev.layerseal.error.LayersealException;
import dev.layerseal.oci.Descriptor;
import dev.layerseal.oci.Digest;
import dev.layerseal.oci.ImageConfig;
import dev.layerseal.oci.Manifest;
import dev.layerseal.oci.store.ImageStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The distinct layers of an image, bottom first. An image may use one layer several times; it is
 * sealed once.
 *
 * @param image names the manifest
 */
public record ImageLayers(Descriptor image, List<Layer> layers) {

  private static final int MAX_CONFIG = 16 << 20;

  /**
   * @param diffId digest of the uncompressed layer as the image config says it
   */
  public record Layer(Descriptor descriptor, Optional<Digest> diffId) {}

  public ImageLayers {
    layers = List.copyOf(layers);
  }

  /**
   * The layers of the image that {@code manifest} is of.
   *
   * @throws FormatException when manifest and config do not go together
   */
  public static ImageLayers read(ImageStore store, Descriptor image, Manifest manifest)
      throws LayersealException, IOException {
    Map<Digest, Layer> distinct = new LinkedHashMap<>();
    for (Layer layer : all(store, image, manifest)) {
      Digest digest = layer.descriptor().digest();
      Layer before = distinct.putIfAbsent(digest, layer);
      if (before != null && !before.diffId().equals(layer.diffId())) {
        throw new FormatException(
            "%s: layer %s has two diff ids".formatted(image.digest(), digest));
      }
    }
    return new ImageLayers(image, List.copyOf(distinct.values()));
  }

  /**
   * Every layer, bottom first; one that is used several times is there several times.
   *
   * @throws FormatException when manifest and config do not go together
   */
  public static List<Layer> all(ImageStore store, Descriptor image, Manifest manifest)
      throws LayersealException, IOException {
    Descriptor config = manifest.imageConfig();
    List<Digest> diffIds = ImageConfig.decode(store.fetchBlob(config, MAX_CONFIG)).diffIds();
    List<Descriptor> layers = manifest.layers();
    if (!diffIds.isEmpty() && diffIds.size() != layers.size()) {
      throw new FormatException(
          "%s: %d layers, and the config %s has %d diff ids"
              .formatted(image.digest(), layers.size(), config.digest(), diffIds.size()));
    }
    List<Layer> all = new ArrayList<>();
    for (int i = 0; i < layers.size(); i++) {
      Optional<Digest> diffId = diffIds.isEmpty() ? Optional.empty() : Optional.of(diffIds.get(i));
      all.add(new Layer(layers.get(i), diffId));
    }
    return all;
  }

  public List<Digest> digests() {
    return layers.stream().map(layer -> layer.descriptor().digest()).toList();
  }
}
