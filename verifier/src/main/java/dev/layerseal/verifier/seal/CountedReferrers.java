package dev.layerseal.verifier.seal;

import dev.layerseal.error.LayersealException;
import dev.layerseal.error.RegistryException;
import dev.layerseal.error.VerificationException;
import dev.layerseal.error.VerificationException.Reason;
import dev.layerseal.verifier.trust.CheckResult;
import dev.layerseal.verifier.trust.LayersealPolicy;
import dev.layerseal.verifier.trust.SignerThreshold;
import java.util.List;
import java.util.Optional;

/**
 * Which of an image's referrers of one kind count.
 *
 * @param signers of which so many must have signed, where a policy says so
 */
public record CountedReferrers<R extends ReferrerOutcome>(
    List<R> reports, Optional<SignerThreshold> signers) {

  public CountedReferrers {
    reports = List.copyOf(reports);
  }

  /** The referrers that count. */
  public List<R> accepted() {
    return missing().isPresent() ? List.of() : good();
  }

  private List<R> good() {
    return reports.stream().filter(ReferrerOutcome::accepted).toList();
  }

  /** The signers of the policy's threshold that have signed everything. */
  public List<String> found() {
    return signers
        .map(
            needed ->
                good().stream().flatMap(one -> one.signer(needed).stream()).distinct().toList())
        .orElse(List.of());
  }

  /** Which signers are missing although every referrer may be good. */
  private Optional<String> missing() {
    return signers.flatMap(needed -> needed.fault(found()));
  }

  /** Whether a trusted signer has signed something here, so that it is to hold. */
  public boolean present() {
    return reports.stream().anyMatch(ReferrerOutcome::trusted);
  }

  /**
   * Checks that some referrer counts.
   *
   * @param what a referrer is called in messages
   * @param absent what to say when there is none
   * @throws VerificationException when none counts, with the most telling reason
   * @throws RegistryException when it could not be found out
   */
  public void orThrow(String what, String absent) throws LayersealException {
    if (!accepted().isEmpty()) {
      return;
    }
    if (!good().isEmpty()) {
      throw new VerificationException(
          Reason.POLICY,
          "%s: %s: %s"
              .formatted(what, LayersealPolicy.FILE, missing().orElse("signers are missing")));
    }
    throw reports.stream()
        .filter(ReferrerOutcome::trusted)
        .findFirst()
        .or(() -> reports.stream().filter(ReferrerOutcome::unknown).findFirst())
        .or(() -> reports.stream().findFirst())
        .map(report -> refusal(report, what))
        .orElseGet(() -> new VerificationException(Reason.UNSIGNED, absent));
  }

  private static LayersealException refusal(ReferrerOutcome report, String what) {
    String where = "%s %s".formatted(what, report.source().digest());
    Optional<CheckResult> check = report.refusal();
    if (check.isEmpty()) {
      return report
          .fault()
          .map(fault -> fault.at(where))
          .orElseGet(() -> new VerificationException(Reason.UNSIGNED, where + ": empty"));
    }
    String message = "%s: %s".formatted(where, report.why().orElse("refused"));
    return check.get().unknown()
        ? new RegistryException(message)
        : new VerificationException(check.get().reason().orElse(Reason.UNTRUSTED), message);
  }
}
