package dev.layerseal.verifier.notary;

import dev.layerseal.error.FormatException;
import dev.layerseal.error.LayersealException;
import dev.layerseal.error.RegistryException;
import dev.layerseal.error.UnsupportedFeatureException;
import dev.layerseal.error.VerificationException.Reason;
import dev.layerseal.notary.SignatureEnvelope;
import dev.layerseal.notary.SignatureManifest;
import dev.layerseal.oci.Descriptor;
import dev.layerseal.oci.Manifest;
import dev.layerseal.oci.MediaType;
import dev.layerseal.oci.store.ImageStore;
import dev.layerseal.oci.store.ReadBudget;
import dev.layerseal.verifier.trust.Action;
import dev.layerseal.verifier.trust.CheckResult;
import dev.layerseal.verifier.trust.CheckType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Looks for a signature of a manifest that counts, among those that refer to it. */
public final class ManifestVerifier {

  /** How many signatures are looked at, unless told otherwise; notation's number. */
  public static final int MAX_SIGNATURES = 100;

  /** Of envelopes, each of which is kept for the report. */
  private static final long MAX_TOTAL = 64 << 20;

  private final SignatureVerifier verifier;
  private final int maxSignatures;

  public ManifestVerifier(SignatureVerifier verifier) {
    this(verifier, MAX_SIGNATURES);
  }

  public ManifestVerifier(SignatureVerifier verifier, int maxSignatures) {
    this.verifier = verifier;
    this.maxSignatures = maxSignatures;
  }

  /** Verifies the signatures of {@code subject}, in the store's order, until enough count. */
  public ManifestVerdict verify(ImageStore store, Descriptor subject, VerificationRequest request)
      throws LayersealException, IOException {
    List<SignatureReport> reports = new ArrayList<>();
    if (!request.trust().statement().level().skipsEverything()) {
      ReadBudget budget = new ReadBudget("signatures", MAX_TOTAL);
      for (Descriptor referrer : store.referrers(subject.digest())) {
        Optional<SignatureReport> report = verifyOne(store, referrer, subject, request, budget);
        report.ifPresent(reports::add);
        if (verdict(subject, request, reports).accepted().isPresent()
            || reports.size() >= maxSignatures) {
          break;
        }
      }
    }
    return verdict(subject, request, reports);
  }

  private static ManifestVerdict verdict(
      Descriptor subject, VerificationRequest request, List<SignatureReport> reports) {
    return new ManifestVerdict(
        subject, request.trust().statement(), request.trust().signers(), reports);
  }

  private Optional<SignatureReport> verifyOne(
      ImageStore store,
      Descriptor referrer,
      Descriptor subject,
      VerificationRequest request,
      ReadBudget budget)
      throws LayersealException, IOException {
    if (!MediaType.isManifest(referrer.mediaType())) {
      return Optional.empty();
    }
    try {
      Manifest manifest = Manifest.decode(referrer.mediaType(), store.fetchManifest(referrer));
      if (!SignatureManifest.isSignature(manifest)) {
        return Optional.empty();
      }
      SignatureManifest signature = SignatureManifest.decode(manifest);
      if (!signature.subject().plain().equals(subject.plain())) {
        return Optional.of(
            broken(Reason.DIGEST_DIFFERS, "its subject is " + signature.subject().digest())
                .from(referrer));
      }
      budget.take(signature.envelope().size());
      byte[] envelope = store.fetchBlob(signature.envelope(), SignatureEnvelope.MAX_LENGTH);
      return Optional.of(
          verifier
              .verify(signature.format(), envelope, subject, request)
              .beside(manifest)
              .from(referrer));
    } catch (RegistryException e) {
      CheckResult unknown =
          CheckResult.inconclusive(
              CheckType.INTEGRITY, Action.ENFORCE, String.valueOf(e.getMessage()));
      return Optional.of(report(unknown).from(referrer));
    } catch (FormatException | UnsupportedFeatureException e) {
      return Optional.of(
          broken(Reason.BAD_SIGNATURE, String.valueOf(e.getMessage())).from(referrer));
    }
  }

  private static SignatureReport broken(Reason reason, String fault) {
    return report(CheckResult.failed(CheckType.INTEGRITY, Action.ENFORCE, reason, fault));
  }

  private static SignatureReport report(CheckResult check) {
    return new SignatureReport(Optional.empty(), Optional.empty(), List.of(check));
  }
}
