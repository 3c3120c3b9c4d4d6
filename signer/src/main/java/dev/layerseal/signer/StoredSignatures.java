package dev.layerseal.signer;

import dev.layerseal.error.FormatException;
import dev.layerseal.error.LayersealException;
import dev.layerseal.error.RegistryException;
import dev.layerseal.error.UnsupportedFeatureException;
import dev.layerseal.notary.EnvelopeFormat;
import dev.layerseal.notary.Payload;
import dev.layerseal.notary.SignatureEnvelope;
import dev.layerseal.notary.SignatureManifest;
import dev.layerseal.oci.Descriptor;
import dev.layerseal.oci.Digest;
import dev.layerseal.oci.Manifest;
import dev.layerseal.oci.MediaType;
import dev.layerseal.oci.store.ImageStore;
import dev.layerseal.x509.CertificateProfile;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** The Notary Project signatures that a manifest has already, for running a command again. */
public final class StoredSignatures {

  private final ImageStore store;
  private final Descriptor subject;

  public StoredSignatures(ImageStore store, Descriptor subject) {
    this.store = store;
    this.subject = subject.plain();
  }

  /**
   * The manifest of a signature that says the same: by this certificate, in this format, with this
   * metadata, sound and not expired.
   */
  public Optional<Digest> same(
      X509Certificate signer, EnvelopeFormat format, Map<String, String> metadata, Instant now)
      throws LayersealException, IOException {
    for (Descriptor referrer : store.referrers(subject.digest())) {
      if (MediaType.isManifest(referrer.mediaType())
          && same(referrer, signer, format, metadata, now)) {
        return Optional.of(referrer.digest());
      }
    }
    return Optional.empty();
  }

  private boolean same(
      Descriptor referrer,
      X509Certificate signer,
      EnvelopeFormat format,
      Map<String, String> metadata,
      Instant now)
      throws LayersealException, IOException {
    try {
      Manifest manifest = Manifest.decode(referrer.mediaType(), store.fetchManifest(referrer));
      if (!SignatureManifest.isSignature(manifest)) {
        return false;
      }
      SignatureManifest signature = SignatureManifest.decode(manifest);
      if (signature.format() != format || !signature.subject().plain().equals(subject)) {
        return false;
      }
      byte[] bytes = store.fetchBlob(signature.envelope(), SignatureEnvelope.MAX_LENGTH);
      SignatureEnvelope envelope = SignatureEnvelope.decode(format, bytes);
      Descriptor signed = Payload.decode(envelope.payload()).targetArtifact();
      return CertificateProfile.CODE_SIGNING.fault(envelope.chain(), now).isEmpty()
          && envelope.fault().isEmpty()
          && envelope.chain().leaf().equals(signer)
          && signed.plain().equals(subject)
          && signed.annotations().equals(metadata)
          && envelope.attributes().expiry().filter(end -> !now.isBefore(end)).isEmpty();
    } catch (FormatException | UnsupportedFeatureException | RegistryException e) {
      return false; // Broken or gone: another one is made.
    }
  }
}
