package dev.layerseal.verifier.audit;

import dev.layerseal.error.FormatException;
import dev.layerseal.error.LayersealException;
import dev.layerseal.error.VerificationException;
import dev.layerseal.error.VerificationException.Reason;
import dev.layerseal.notary.Payload;
import dev.layerseal.notary.SignatureEnvelope;
import dev.layerseal.notary.SignatureManifest;
import dev.layerseal.oci.Descriptor;
import dev.layerseal.oci.Digest;
import dev.layerseal.oci.Manifest;
import dev.layerseal.oci.store.ImageStore;
import dev.layerseal.seal.LayerSeal;
import dev.layerseal.seal.SealEntry;
import dev.layerseal.seal.SealManifest;
import dev.layerseal.x509.DistinguishedName;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Looks into one stored signature. */
final class SignatureAudit {

  private final ImageStore store;
  private final Findings findings;
  private final CertificateAudit certificates;
  private final BiConsumer<SealManifest, LayerSeal> sound;

  /** The signer of what was looked into last, and when it ends. */
  private Optional<String> signer = Optional.empty();

  private Optional<Instant> end = Optional.empty();

  /**
   * @param sound told of each seal that holds
   */
  SignatureAudit(
      ImageStore store,
      Findings findings,
      CertificateAudit certificates,
      BiConsumer<SealManifest, LayerSeal> sound) {
    this.store = store;
    this.findings = findings;
    this.certificates = certificates;
    this.sound = sound;
  }

  /** What there is to say, unless the manifest is nothing that claims to be a signature. */
  Optional<StoredSignature> check(
      Descriptor source, Manifest manifest, Optional<Descriptor> subject) {
    signer = Optional.empty();
    end = Optional.empty();
    boolean notary = SignatureManifest.isSignature(manifest);
    if (!notary && !SealManifest.describes(manifest)) {
      if (manifest.kind().filter(SignatureAudit::soundsLikeASignature).isPresent()) {
        findings.add(
            FindingKind.UNKNOWN_FORM, source.digest(), manifest.kind().orElse("") + " is not read");
      }
      return Optional.empty();
    }
    Descriptor named = manifest.subject().orElseThrow();
    if (subject.isEmpty()) {
      findings.add(FindingKind.ORPHAN_REFERRER, source.digest(), named.digest() + " is not there");
    }
    String form = "seals";
    boolean holds = false;
    try {
      if (notary) {
        SignatureManifest signature = SignatureManifest.decode(manifest);
        form = signature.format().toString();
        checkNotary(source.digest(), signature, named);
      } else {
        SealManifest seals = SealManifest.decode(manifest);
        form = "seals/" + seals.form();
        checkSeals(source.digest(), seals);
      }
      checkSubject(named, subject);
      holds = true;
    } catch (LayersealException | IOException e) {
      findings.add(e, source.digest());
    }
    StoredSignature.State state =
        subject.isEmpty()
            ? StoredSignature.State.ORPHAN
            : holds ? StoredSignature.State.SOUND : StoredSignature.State.BROKEN;
    return Optional.of(
        new StoredSignature(source.digest(), form, named.digest(), state, signer, end));
  }

  private static boolean soundsLikeASignature(String kind) {
    return kind.contains("signature")
        || kind.contains("cosign")
        || kind.contains("sigstore")
        || kind.contains("dmverity")
        || kind.contains("pkcs7");
  }

  private static void checkSubject(Descriptor named, Optional<Descriptor> subject)
      throws FormatException {
    if (subject.isPresent() && !subject.get().plain().equals(named.plain())) {
      throw new FormatException(
          "the subject says %s of %d bytes, stored is %s of %d bytes"
              .formatted(
                  named.mediaType(),
                  named.size(),
                  subject.get().mediaType(),
                  subject.get().size()));
    }
  }

  private void checkNotary(Digest source, SignatureManifest signature, Descriptor subject)
      throws LayersealException, IOException {
    byte[] bytes = store.fetchBlob(signature.envelope(), SignatureEnvelope.MAX_LENGTH);
    SignatureEnvelope envelope = SignatureEnvelope.decode(signature.format(), bytes);
    certificates.check(source, envelope.chain().leaf(), envelope.chain().certificates());
    known(envelope.chain().leaf());
    Optional<Instant> expiry = envelope.attributes().expiry();
    if (expiry.isPresent()) {
      certificates.checkTime(source, "the signature", Instant.MIN, expiry.get());
      end = end.filter(time -> time.isBefore(expiry.get())).or(() -> expiry);
    }
    Optional<String> fault = envelope.fault();
    if (fault.isPresent()) {
      throw new VerificationException(Reason.BAD_SIGNATURE, fault.get());
    }
    Descriptor signed = Payload.decode(envelope.payload()).targetArtifact();
    if (!signed.plain().equals(subject.plain())) {
      throw new VerificationException(
          Reason.BAD_SIGNATURE, "signed is %s, not the subject".formatted(signed.digest()));
    }
  }

  private void checkSeals(Digest source, SealManifest seals)
      throws LayersealException, IOException {
    for (LayerSeal seal : seals.open(blob -> store.fetchBlob(blob, SealEntry.MAX_BLOB))) {
      if (seal.signature().hash().weak()) {
        findings.add(
            FindingKind.WEAK_DIGEST,
            source,
            "the seal of %s is made with %s".formatted(seal.layer(), seal.signature().hash()));
      }
      X509Certificate leaf = seal.signature().signer(java.util.List.of());
      certificates.check(source, leaf, seal.signature().certificates());
      known(leaf);
      seal.signature().verify(seal.rootHash().signedText(), leaf);
      sound.accept(seals, seal);
    }
  }

  private void known(X509Certificate leaf) {
    signer = Optional.of(DistinguishedName.of(leaf.getSubjectX500Principal()));
    end = Optional.of(leaf.getNotAfter().toInstant());
  }
}
