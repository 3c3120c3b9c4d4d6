package dev.layerseal.composefs.seal;

import dev.layerseal.composefs.oci.ImageMerger;
import dev.layerseal.composefs.oci.MergeRules;
import dev.layerseal.composefs.oci.MergedLayer;
import dev.layerseal.error.LayersealException;
import dev.layerseal.fsverity.FsVerityDigest;
import dev.layerseal.fsverity.FsVerityHasher;
import dev.layerseal.fsverity.FsVerityParameters;
import dev.layerseal.oci.Descriptor;
import dev.layerseal.oci.Manifest;
import dev.layerseal.oci.store.ImageStore;
import dev.layerseal.seal.LayerConverter;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The digests of an image's parts, computed from the image itself: signing and verifying both ask
 * here. The merged image is computed once for each hash.
 */
public final class ImageDigests {

  private static final int MAX_CONFIG = 16 << 20;

  private final ImageStore store;
  private final Descriptor image;
  private final Map<FsVerityParameters, FsVerityDigest> merged = new HashMap<>();
  private final Map<FsVerityParameters, List<FsVerityDigest>> layers = new HashMap<>();

  /**
   * @param image the image manifest
   */
  public ImageDigests(ImageStore store, Descriptor image) {
    this.store = store;
    this.image = image;
  }

  /** The digest of the manifest's bytes. */
  public FsVerityDigest manifest(FsVerityParameters parameters)
      throws LayersealException, IOException {
    return FsVerityHasher.digest(parameters, store.fetchManifest(image));
  }

  /** The digest of the config's bytes. */
  public FsVerityDigest config(FsVerityParameters parameters)
      throws LayersealException, IOException {
    Manifest manifest = Manifest.decode(image.mediaType(), store.fetchManifest(image));
    return FsVerityHasher.digest(parameters, store.fetchBlob(manifest.imageConfig(), MAX_CONFIG));
  }

  /**
   * The digest of the composefs image of the merged layers.
   *
   * @param settings limits for reading layers
   */
  public FsVerityDigest merged(FsVerityParameters parameters, LayerConverter.Settings settings)
      throws LayersealException, IOException {
    FsVerityDigest before = merged.get(parameters);
    if (before != null) {
      return before;
    }
    FsVerityDigest digest = ImageMerger.standard(parameters, settings).digest(store, image);
    merged.put(parameters, digest);
    return digest;
  }

  /** The digests of the composefs images of those layers that make one alone, bottom first. */
  public List<FsVerityDigest> layers(
      FsVerityParameters parameters, LayerConverter.Settings settings)
      throws LayersealException, IOException {
    List<FsVerityDigest> before = layers.get(parameters);
    if (before != null) {
      return before;
    }
    ImageMerger merger =
        ImageMerger.standard(parameters, settings).withLayerImages(MergeRules.VERSION);
    List<FsVerityDigest> digests =
        merger.merge(store, image).layers().stream()
            .map(MergedLayer::image)
            .flatMap(Optional::stream)
            .toList();
    layers.put(parameters, digests);
    return digests;
  }
}
