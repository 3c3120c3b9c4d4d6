package dev.layerseal.signer;

import dev.layerseal.error.LayersealException;
import dev.layerseal.oci.Descriptor;
import dev.layerseal.oci.store.BlobSource;
import dev.layerseal.oci.store.ImageStore;
import dev.layerseal.seal.ConvertedLayer;
import dev.layerseal.seal.SealManifest;
import dev.layerseal.seal.SpooledBlob;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Seals that are computed, signed and verified, and not stored yet.
 *
 * @param image the image manifest
 * @param requests what was asked for, as far as it goes with the layers
 * @param layers what was computed for each distinct layer
 * @param added the new manifests
 * @param kept manifests that are stored already and hold the same by the same certificate
 * @param blobs content of every blob that the new manifests name, large ones in temporary files
 */
public record PreparedSeals(
    Descriptor image,
    List<SealRequest> requests,
    List<ConvertedLayer> layers,
    List<SealManifest> added,
    List<SealManifest> kept,
    Map<Descriptor, BlobSource> blobs)
    implements Closeable {

  public PreparedSeals {
    requests = List.copyOf(requests);
    layers = List.copyOf(layers);
    added = List.copyOf(added);
    kept = List.copyOf(kept);
    blobs = Map.copyOf(blobs);
  }

  /** Stores the blobs, then the manifests: what was cut short is completed by another run. */
  public void push(ImageStore store) throws LayersealException, IOException {
    if (added.isEmpty()) {
      return;
    }
    store.pushBlob(Descriptor.emptyConfig(), Descriptor.emptyJson());
    store.pushBlobs(blobs);
    for (SealManifest seals : added) {
      store.pushManifest(seals.manifest().descriptor(), seals.manifest().bytes(), Optional.empty());
    }
  }

  /** Removes the temporary files. */
  @Override
  public void close() throws IOException {
    for (BlobSource blob : blobs.values()) {
      if (blob instanceof SpooledBlob spooled) {
        spooled.close();
      }
    }
  }
}
