package dev.layerseal.verifier.revocation;

import dev.layerseal.error.FormatException;
import dev.layerseal.error.LayersealException;
import dev.layerseal.error.UnsupportedFeatureException;
import dev.layerseal.error.VerificationException;
import dev.layerseal.notary.SignatureEnvelope;
import dev.layerseal.notary.SignatureManifest;
import dev.layerseal.oci.Manifest;
import dev.layerseal.oci.MediaType;
import dev.layerseal.oci.store.ImageGraph;
import dev.layerseal.oci.store.ImageStore;
import dev.layerseal.seal.LayerSeal;
import dev.layerseal.seal.SealEntry;
import dev.layerseal.seal.SealManifest;
import dev.layerseal.timestamp.TimestampToken;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** Every certificate in the signatures, countersignatures and seals of an image. */
public final class StoredCertificates {

  private final ImageStore store;
  private final Set<X509Certificate> found = new LinkedHashSet<>();

  private StoredCertificates(ImageStore store) {
    this.store = store;
  }

  /** The certificates in {@code graph}; a signature that cannot be read has none. */
  public static Set<X509Certificate> of(ImageStore store, ImageGraph graph)
      throws LayersealException, IOException {
    StoredCertificates certificates = new StoredCertificates(store);
    for (ImageGraph.Node node : graph.manifests()) {
      if (MediaType.isManifest(node.descriptor().mediaType())) {
        certificates.add(Manifest.decode(node.descriptor().mediaType(), node.bytes()));
      }
    }
    return certificates.found;
  }

  private void add(Manifest manifest) throws LayersealException, IOException {
    try {
      if (SignatureManifest.isSignature(manifest)) {
        add(SignatureManifest.decode(manifest));
      } else if (SealManifest.describes(manifest)) {
        for (LayerSeal seal :
            SealManifest.decode(manifest).open(b -> store.fetchBlob(b, SealEntry.MAX_BLOB))) {
          found.addAll(seal.signature().certificates());
        }
      }
    } catch (FormatException | UnsupportedFeatureException | VerificationException e) {
      return; // Nobody will verify it either.
    }
  }

  private void add(SignatureManifest signature) throws LayersealException, IOException {
    byte[] bytes = store.fetchBlob(signature.envelope(), SignatureEnvelope.MAX_LENGTH);
    SignatureEnvelope envelope = SignatureEnvelope.decode(signature.format(), bytes);
    found.addAll(envelope.chain().certificates());
    Optional<byte[]> token = envelope.unsigned().timestamp();
    if (token.isPresent()) {
      found.addAll(TimestampToken.decode(token.get()).certificates());
    }
  }
}
