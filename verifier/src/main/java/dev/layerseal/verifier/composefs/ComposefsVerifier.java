package dev.layerseal.verifier.composefs;

import dev.layerseal.composefs.seal.ComposefsSeal;
import dev.layerseal.composefs.seal.ComposefsSealManifest;
import dev.layerseal.composefs.seal.ImageDigests;
import dev.layerseal.error.FormatException;
import dev.layerseal.error.LayersealException;
import dev.layerseal.error.RegistryException;
import dev.layerseal.error.UnsupportedFeatureException;
import dev.layerseal.error.VerificationException;
import dev.layerseal.error.VerificationException.Reason;
import dev.layerseal.oci.Descriptor;
import dev.layerseal.oci.Manifest;
import dev.layerseal.oci.store.ImageStore;
import dev.layerseal.seal.LayerConverter;
import dev.layerseal.verifier.revocation.RevocationChecker;
import dev.layerseal.verifier.seal.SealChecks;
import dev.layerseal.verifier.seal.SealReferrers;
import dev.layerseal.verifier.trust.SignerTrust;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Verifies the composefs seals of images. */
public final class ComposefsVerifier {

  private final RevocationChecker revocation;
  private final Optional<LayerConverter.Settings> settings;

  /**
   * @param settings limits for merging the layers again; without them the digest of the merged
   *     image is believed as signed
   */
  public ComposefsVerifier(
      RevocationChecker revocation, Optional<LayerConverter.Settings> settings) {
    this.revocation = revocation;
    this.settings = settings;
  }

  /**
   * Looks at every referrer of the image that is a composefs seal.
   *
   * @throws LayersealException when the image itself cannot be read: what is wrong with a referrer
   *     is in its report
   */
  public ComposefsVerdict verify(ImageStore store, Descriptor image, SignerTrust trust, Instant now)
      throws LayersealException, IOException {
    SealChecks checks = new SealChecks(trust, revocation, now);
    DigestCheck digests = new DigestCheck(new ImageDigests(store, image), settings);
    List<ComposefsReport> reports = new ArrayList<>();
    for (Descriptor referrer : SealReferrers.of(store, image)) {
      Optional<ComposefsReport> report = read(store, image, referrer, checks);
      if (report.isPresent()) {
        reports.add(digests.check(report.get()));
      }
    }
    return new ComposefsVerdict(reports, trust.signers(), settings.isPresent());
  }

  /** The report about one referrer, unless it is something else. */
  private static Optional<ComposefsReport> read(
      ImageStore store, Descriptor image, Descriptor referrer, SealChecks checks)
      throws LayersealException, IOException {
    ComposefsReport report =
        new ComposefsReport(referrer, Optional.empty(), List.of(), Optional.empty());
    try {
      Manifest manifest = Manifest.decode(referrer.mediaType(), store.fetchManifest(referrer));
      if (!ComposefsSealManifest.describes(manifest)) {
        return Optional.empty();
      }
      ComposefsSealManifest seal = ComposefsSealManifest.decode(manifest);
      report = new ComposefsReport(referrer, Optional.of(seal), List.of(), Optional.empty());
      if (!seal.subject().plain().equals(image.plain())) {
        throw new VerificationException(
            Reason.DIGEST_DIFFERS, "the seal is of another image: " + seal.subject().digest());
      }
      report = report.with(check(seal.open(store), checks));
      seal.checkComplete();
      return Optional.of(report);
    } catch (FormatException
        | UnsupportedFeatureException
        | RegistryException
        | VerificationException e) {
      return Optional.of(report.with(e));
    }
  }

  private static List<SealedDigest> check(List<ComposefsSeal> seals, SealChecks checks)
      throws IOException {
    List<SealedDigest> checked = new ArrayList<>();
    for (ComposefsSeal seal : seals) {
      SealChecks.Outcome outcome = checks.check(seal.signature(), seal.signedBytes());
      checked.add(new SealedDigest(seal, outcome.chain(), outcome.checks(), false));
    }
    return checked;
  }
}
