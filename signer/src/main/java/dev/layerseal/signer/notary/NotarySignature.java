package dev.layerseal.signer.notary;

import dev.layerseal.error.LayersealException;
import dev.layerseal.notary.SignatureManifest;
import dev.layerseal.oci.Descriptor;
import dev.layerseal.oci.Digest;
import dev.layerseal.oci.store.ImageStore;
import java.io.IOException;
import java.util.Optional;

/**
 * A finished signature that is not stored yet.
 *
 * @param envelope the bytes that the manifest names
 */
public record NotarySignature(SignatureManifest manifest, byte[] envelope) {

  /** Digest of the signature manifest. */
  public Digest digest() {
    return manifest.manifest().descriptor().digest();
  }

  /** Stores the config and the envelope, and last the manifest. */
  public void push(ImageStore store) throws LayersealException, IOException {
    store.pushBlob(manifest.config(), Descriptor.emptyJson());
    store.pushBlob(manifest.envelope(), envelope);
    store.pushManifest(
        manifest.manifest().descriptor(), manifest.manifest().bytes(), Optional.empty());
  }
}
