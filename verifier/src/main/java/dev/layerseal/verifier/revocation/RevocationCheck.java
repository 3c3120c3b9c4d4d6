package dev.layerseal.verifier.revocation;

import dev.layerseal.error.VerificationException.Reason;
import dev.layerseal.verifier.trust.Action;
import dev.layerseal.verifier.trust.CheckResult;
import dev.layerseal.verifier.trust.CheckType;
import dev.layerseal.verifier.trust.SignerTrust;
import dev.layerseal.x509.CertificateChain;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/** The check that no signing certificate was revoked. */
public final class RevocationCheck {

  private RevocationCheck() {}

  /** The result for {@code chain}; where the policy skips the check, nobody is asked. */
  public static CheckResult check(
      SignerTrust trust,
      RevocationChecker checker,
      CertificateChain chain,
      Instant now,
      Optional<Instant> signed)
      throws IOException {
    Action action = trust.action(CheckType.REVOCATION);
    if (action == Action.SKIP) {
      return CheckResult.skipped(CheckType.REVOCATION);
    }
    RevocationReport report = checker.check(chain, now, signed);
    Optional<String> fault = report.fault();
    if (fault.isEmpty()) {
      return CheckResult.passed(CheckType.REVOCATION, action);
    }
    return report.status() == RevocationStatus.REVOKED
        ? CheckResult.failed(CheckType.REVOCATION, action, Reason.REVOKED, fault.get())
        : CheckResult.inconclusive(CheckType.REVOCATION, action, fault.get());
  }
}
