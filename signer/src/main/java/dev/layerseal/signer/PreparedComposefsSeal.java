package dev.layerseal.signer;

import dev.layerseal.composefs.seal.ComposefsSeal;
import dev.layerseal.composefs.seal.ComposefsSealManifest;
import dev.layerseal.error.LayersealException;
import dev.layerseal.oci.Descriptor;
import dev.layerseal.oci.store.BlobSource;
import dev.layerseal.oci.store.ImageStore;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A composefs seal that is computed, signed and verified, and not stored yet.
 *
 * @param manifest the new one, or the one that is stored already and says the same
 * @param added the new seals; none when there was one already
 */
public record PreparedComposefsSeal(ComposefsSealManifest manifest, List<ComposefsSeal> added) {

  public PreparedComposefsSeal {
    added = List.copyOf(added);
  }

  /** Whether there is something to store. */
  public boolean isNew() {
    return !added.isEmpty();
  }

  /** Stores the blobs, then the manifest: what was cut short is completed by another run. */
  public void push(ImageStore store) throws LayersealException, IOException {
    if (!isNew()) {
      return;
    }
    store.pushBlob(Descriptor.emptyConfig(), Descriptor.emptyJson());
    Map<Descriptor, BlobSource> blobs = new LinkedHashMap<>();
    for (int i = 0; i < added.size(); i++) {
      Descriptor blob = manifest.entries().get(i).descriptor().plain();
      blobs.put(blob, BlobSource.of(added.get(i).signature().encode()));
    }
    store.pushBlobs(blobs);
    store.pushManifest(
        manifest.manifest().descriptor(), manifest.manifest().bytes(), Optional.empty());
  }
}
