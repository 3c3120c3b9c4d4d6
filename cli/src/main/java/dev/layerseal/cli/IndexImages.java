package dev.layerseal.cli;

import dev.layerseal.error.FormatException;
import dev.layerseal.error.LayersealException;
import dev.layerseal.error.RegistryException;
import dev.layerseal.oci.Descriptor;
import dev.layerseal.oci.Digest;
import dev.layerseal.oci.ImageIndex;
import dev.layerseal.oci.MediaType;
import dev.layerseal.oci.Platform;
import dev.layerseal.oci.store.ImageStore;
import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The images of an index, those of indexes in it included, each index read once. Attestations,
 * which stand there as images for an unknown platform, are none.
 */
final class IndexImages {

  private static final int MAX_DEPTH = 4;
  private static final int MAX_ENTRIES = 4096;

  private final ImageStore store;
  private final Set<Digest> read = new HashSet<>();
  private final Set<Descriptor> images = new LinkedHashSet<>();

  private IndexImages(ImageStore store) {
    this.store = store;
  }

  /** What {@code index} leads to, as it stands there. */
  static List<Descriptor> of(ImageStore store, Descriptor index)
      throws LayersealException, IOException {
    IndexImages found = new IndexImages(store);
    found.collect(index, MAX_DEPTH);
    return List.copyOf(found.images);
  }

  /**
   * The same without what only the index says about them.
   *
   * @throws RegistryException when there is none: then nothing was looked at, which is no success
   */
  static List<Descriptor> someOf(ImageStore store, Descriptor index)
      throws LayersealException, IOException {
    List<Descriptor> images = of(store, index).stream().map(Descriptor::plain).distinct().toList();
    if (images.isEmpty()) {
      throw new RegistryException(index.digest() + ": the index has no image for any platform");
    }
    return images;
  }

  private void collect(Descriptor index, int depth) throws LayersealException, IOException {
    if (depth == 0) {
      throw new FormatException(index.digest() + ": indexes within indexes, too deep");
    }
    if (!read.add(index.digest())) {
      return;
    }
    for (Descriptor entry :
        ImageIndex.decode(index.mediaType(), store.fetchManifest(index)).manifests()) {
      if (MediaType.isIndex(entry.mediaType())) {
        collect(entry, depth - 1);
      } else if (entry.platform().filter(Platform::unknown).isEmpty()) {
        images.add(entry);
      }
      if (images.size() + read.size() > MAX_ENTRIES) {
        throw new FormatException(
            "%s: more than %d images and indexes in it".formatted(index.digest(), MAX_ENTRIES));
      }
    }
  }
}
