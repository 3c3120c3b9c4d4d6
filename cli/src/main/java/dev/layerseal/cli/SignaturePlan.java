package dev.layerseal.cli;

import dev.layerseal.error.LayersealException;
import dev.layerseal.oci.Descriptor;
import dev.layerseal.oci.Digest;
import dev.layerseal.oci.store.ImageStore;
import dev.layerseal.signer.PreparedComposefsSeal;
import dev.layerseal.signer.PreparedSeals;
import dev.layerseal.signer.notary.NotarySignature;
import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;

/**
 * Everything that one manifest gets, computed and not stored yet.
 *
 * @param kept a signature of the manifest that is there already
 */
record SignaturePlan(
    Descriptor subject,
    Optional<PreparedSeals> seals,
    Optional<PreparedComposefsSeal> composefs,
    Optional<NotarySignature> signature,
    Optional<Digest> kept)
    implements Closeable {

  /** Stores the seals. */
  void pushSeals(ImageStore store) throws LayersealException, IOException {
    if (seals.isPresent()) {
      seals.get().push(store);
    }
    if (composefs.isPresent()) {
      composefs.get().push(store);
    }
  }

  /** Stores the signature of the manifest, which comes last. */
  void pushSignature(ImageStore store) throws LayersealException, IOException {
    if (signature.isPresent()) {
      signature.get().push(store);
    }
  }

  /** Removes the temporary files of the seals. */
  @Override
  public void close() throws IOException {
    if (seals.isPresent()) {
      seals.get().close();
    }
  }
}
