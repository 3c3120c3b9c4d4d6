package dev.layerseal.verifier.notary;

import dev.layerseal.error.LayersealException;
import dev.layerseal.error.RegistryException;
import dev.layerseal.error.VerificationException;
import dev.layerseal.error.VerificationException.Reason;
import dev.layerseal.oci.Descriptor;
import dev.layerseal.verifier.trust.CheckResult;
import dev.layerseal.verifier.trust.LayersealPolicy;
import dev.layerseal.verifier.trust.PolicyStatement;
import dev.layerseal.verifier.trust.SignerThreshold;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What came of all signatures of one manifest.
 *
 * @param subject the manifest or index that is signed
 * @param statement of the policy that was applied
 * @param signers of which so many are needed, where one signature is not enough
 * @param reports of the signatures that were looked at, up to the last that was needed
 */
public record ManifestVerdict(
    Descriptor subject,
    PolicyStatement statement,
    Optional<SignerThreshold> signers,
    List<SignatureReport> reports) {

  public ManifestVerdict {
    reports = List.copyOf(reports);
  }

  /** Whether the policy says that nothing is to be verified. */
  public boolean skipped() {
    return statement.level().skipsEverything();
  }

  /** The signature that counts, the first where several are needed. */
  public Optional<SignatureReport> accepted() {
    return missing().isPresent() ? Optional.empty() : good().findFirst();
  }

  /** The signers of the policy's threshold that have signed, as the policy names them. */
  public List<String> found() {
    return signers
        .map(
            needed ->
                good()
                    .filter(SignatureReport::authentic)
                    .flatMap(report -> report.envelope().stream())
                    .flatMap(envelope -> needed.signer(envelope.chain().leaf()).stream())
                    .distinct()
                    .toList())
        .orElse(List.of());
  }

  /** Which signers are missing although every signature may be good. */
  private Optional<String> missing() {
    return signers.flatMap(needed -> needed.fault(found()));
  }

  private Stream<SignatureReport> good() {
    return reports.stream().filter(SignatureReport::accepted);
  }

  /**
   * The signature that counts.
   *
   * @throws VerificationException when none does; it tells why the most promising one does not
   * @throws RegistryException when one might, and it could not be found out
   */
  public SignatureReport orThrow() throws LayersealException {
    Optional<SignatureReport> accepted = accepted();
    if (accepted.isPresent()) {
      return accepted.get();
    }
    if (reports.isEmpty()) {
      throw new VerificationException(
          Reason.UNSIGNED, "%s: no signature of the manifest".formatted(subject.digest()));
    }
    if (good().findAny().isEmpty()) {
      throw refusal(furthest());
    }
    throw unmet(missing().orElse("signers are missing"));
  }

  private LayersealException unmet(String missing) {
    String message = "%s: %s: %s".formatted(subject.digest(), LayersealPolicy.FILE, missing);
    boolean unknown =
        reports.stream().flatMap(one -> one.refusal().stream()).anyMatch(CheckResult::unknown);
    return unknown
        ? new RegistryException(message)
        : new VerificationException(Reason.POLICY, message);
  }

  private LayersealException refusal(SignatureReport report) {
    CheckResult check = report.refusal().orElseThrow();
    String message =
        "%s: %s%s: %s"
            .formatted(
                subject.digest(),
                report.source().map(d -> "signature " + d.digest() + ": ").orElse(""),
                check.type(),
                check.fault().orElse("failed"));
    if (check.unknown()) {
      return new RegistryException(message);
    }
    return new VerificationException(check.reason().orElse(Reason.UNTRUSTED), message);
  }

  /** The signature that came through most checks: its failure says most. */
  private SignatureReport furthest() {
    SignatureReport best = reports.get(0);
    for (SignatureReport report : reports) {
      if (report.checks().size() > best.checks().size()) {
        best = report;
      }
    }
    return best;
  }
}
