package dev.layerseal.verifier.audit;

import dev.layerseal.composefs.seal.ComposefsSeal;
import dev.layerseal.composefs.seal.ComposefsSealManifest;
import dev.layerseal.composefs.seal.ImageDigests;
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
import dev.layerseal.pkcs7.SignedData;
import dev.layerseal.seal.LayerConverter;
import dev.layerseal.seal.LayerSeal;
import dev.layerseal.seal.SealEntry;
import dev.layerseal.seal.SealManifest;
import dev.layerseal.verifier.composefs.DigestCheck;
import dev.layerseal.x509.DistinguishedName;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Looks into one stored signature. */
final class SignatureAudit {

  private final ImageStore store;
  private final Findings findings;
  private final CertificateAudit certificates;
  private final Optional<LayerConverter.Settings> merging;
  private final BiConsumer<SealManifest, LayerSeal> sound;

  /** The signer of what was looked into last, and when it ends. */
  private Optional<String> signer = Optional.empty();

  private Optional<Instant> end = Optional.empty();

  /**
   * @param merging limits for merging layers; without them digests of merged images are believed
   * @param sound told of each seal that holds
   */
  SignatureAudit(
      ImageStore store,
      Findings findings,
      CertificateAudit certificates,
      Optional<LayerConverter.Settings> merging,
      BiConsumer<SealManifest, LayerSeal> sound) {
    this.store = store;
    this.findings = findings;
    this.certificates = certificates;
    this.merging = merging;
    this.sound = sound;
  }

  /** What there is to say, unless the manifest is nothing that claims to be a signature. */
  Optional<StoredSignature> check(
      Descriptor source, Manifest manifest, Optional<Descriptor> subject) {
    signer = Optional.empty();
    end = Optional.empty();
    boolean notary = SignatureManifest.isSignature(manifest);
    boolean composefs = ComposefsSealManifest.describes(manifest);
    if (!notary && !composefs && !SealManifest.describes(manifest)) {
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
      } else if (composefs) {
        form = "composefs";
        checkComposefs(source.digest(), ComposefsSealManifest.decode(manifest), subject);
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
      checkMessage(source, seal.layer().toString(), seal.signature(), seal.rootHash().signedText());
      sound.accept(seals, seal);
    }
  }

  private void checkComposefs(
      Digest source, ComposefsSealManifest manifest, Optional<Descriptor> subject)
      throws LayersealException, IOException {
    List<ComposefsSeal> seals = manifest.open(store);
    for (ComposefsSeal seal : seals) {
      checkMessage(source, seal.part().toString(), seal.signature(), seal.signedBytes());
    }
    manifest.checkComplete();
    if (subject.isPresent()) {
      DigestCheck digests = new DigestCheck(new ImageDigests(store, subject.get()), merging);
      for (ComposefsSeal seal : seals) {
        digests.check(seal);
      }
    }
  }

  private void checkMessage(Digest source, String of, SignedData signature, byte[] signed)
      throws LayersealException {
    if (signature.hash().weak()) {
      findings.add(
          FindingKind.WEAK_DIGEST,
          source,
          "the seal of %s is made with %s".formatted(of, signature.hash()));
    }
    X509Certificate leaf = signature.signer(List.of());
    certificates.check(source, leaf, signature.certificates());
    known(leaf);
    signature.verify(signed, leaf);
  }

  private void known(X509Certificate leaf) {
    signer = Optional.of(DistinguishedName.of(leaf.getSubjectX500Principal()));
    end = Optional.of(leaf.getNotAfter().toInstant());
  }
}
