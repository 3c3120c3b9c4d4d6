package dev.layerseal.verifier.prune;

import dev.layerseal.error.FormatException;
import dev.layerseal.error.LayersealException;
import dev.layerseal.notary.Payload;
import dev.layerseal.notary.SignatureEnvelope;
import dev.layerseal.notary.SignatureManifest;
import dev.layerseal.notary.SigningScheme;
import dev.layerseal.oci.Descriptor;
import dev.layerseal.oci.Digest;
import dev.layerseal.oci.Manifest;
import dev.layerseal.oci.MediaType;
import dev.layerseal.oci.store.ImageStore;
import dev.layerseal.x509.CertificateChain;
import dev.layerseal.x509.CertificateProfile;
import dev.layerseal.x509.Validity;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A sound signature of an image, as far as that can be said without trust in anybody.
 *
 * @param manifest where it is
 * @param metadata what was signed along
 */
record ImageSignature(
    Digest manifest,
    SignatureManifest stored,
    SignatureEnvelope envelope,
    Map<String, String> metadata) {

  /**
   * The manifest that a referrer is, when it says that it is a signature.
   *
   * @throws FormatException when it cannot be read
   */
  static Optional<Manifest> manifest(ImageStore store, Descriptor referrer)
      throws LayersealException, IOException {
    if (!MediaType.isManifest(referrer.mediaType())) {
      return Optional.empty();
    }
    Manifest manifest = Manifest.decode(referrer.mediaType(), store.fetchManifest(referrer));
    return Optional.of(manifest).filter(SignatureManifest::isSignature);
  }

  /**
   * Reads a signature of {@code image} and checks that it is one.
   *
   * @throws FormatException when it is none
   */
  static ImageSignature read(ImageStore store, Manifest manifest, Descriptor image)
      throws LayersealException, IOException {
    SignatureManifest stored = SignatureManifest.decode(manifest);
    byte[] bytes = store.fetchBlob(stored.envelope(), SignatureEnvelope.MAX_LENGTH);
    SignatureEnvelope envelope = SignatureEnvelope.decode(stored.format(), bytes);
    Optional<String> fault =
        CertificateProfile.CODE_SIGNING.fault(envelope.chain()).or(envelope::fault);
    if (fault.isPresent()) {
      throw new FormatException(fault.get());
    }
    Descriptor target = Payload.decode(envelope.payload()).targetArtifact();
    if (!target.plain().equals(image.plain()) || !stored.subject().plain().equals(image.plain())) {
      throw new FormatException("it signs " + target.digest());
    }
    return new ImageSignature(
        manifest.descriptor().digest(), stored, envelope, target.annotations());
  }

  /** Why it can no longer be good. */
  Optional<String> ended(Instant now) {
    Optional<Instant> expiry = envelope.attributes().expiry();
    if (expiry.isPresent() && !now.isBefore(expiry.get())) {
      return Optional.of("it expired on " + expiry.get());
    }
    CertificateChain chain = envelope.chain();
    boolean timeKnown =
        envelope.unsigned().timestamp().isPresent()
            || envelope.attributes().scheme() == SigningScheme.SIGNING_AUTHORITY;
    return timeKnown || !Validity.expired(chain, now)
        ? Optional.empty()
        : Optional.of("its certificates have expired, and it has no countersignature");
  }

  /** Whether this one serves everybody whom {@code other} serves, and is newer. */
  boolean replaces(ImageSignature other) {
    return newer(other)
        && envelope.chain().equals(other.envelope.chain())
        && stored.format() == other.stored.format()
        && stored.config().mediaType().equals(other.stored.config().mediaType())
        && metadata.equals(other.metadata)
        && envelope.attributes().scheme() == other.envelope.attributes().scheme()
        && envelope.attributes().extended().equals(other.envelope.attributes().extended())
        && (envelope.unsigned().timestamp().isPresent()
            || other.envelope.unsigned().timestamp().isEmpty())
        && lastsAsLongAs(other);
  }

  /** Whether both are by the same name under the same root. */
  boolean sameSigner(ImageSignature other) {
    CertificateChain mine = envelope.chain();
    CertificateChain theirs = other.envelope.chain();
    return mine.last().equals(theirs.last())
        && mine.leaf().getSubjectX500Principal().equals(theirs.leaf().getSubjectX500Principal());
  }

  Instant signingTime() {
    return envelope.attributes().signingTime();
  }

  /** Of two made in the same second, one is the newer one whoever asks. */
  private boolean newer(ImageSignature other) {
    int time = signingTime().compareTo(other.signingTime());
    return time > 0 || time == 0 && manifest.compareTo(other.manifest) > 0;
  }

  private boolean lastsAsLongAs(ImageSignature other) {
    Optional<Instant> mine = envelope.attributes().expiry();
    Optional<Instant> theirs = other.envelope.attributes().expiry();
    return mine.isEmpty() || theirs.isPresent() && !mine.get().isBefore(theirs.get());
  }
}
