package dev.layerseal.verifier.seal;

import dev.layerseal.verifier.trust.CheckResult;
import dev.layerseal.verifier.trust.CheckType;
import dev.layerseal.x509.CertificateChain;
import java.util.List;
import java.util.Optional;

/** What came of one PKCS#7 message. */
public interface CheckedMessage {

  /** From the signer to a trusted certificate, where there is one. */
  Optional<CertificateChain> chain();

  /** In the order in which they were made. */
  List<CheckResult> checks();

  /** The first check that keeps the message from counting. */
  default Optional<CheckResult> refusal() {
    return checks().stream().filter(CheckResult::refuses).findFirst();
  }

  /** Whether the signer was found to be trusted, rather than taken although it is not. */
  default boolean authentic() {
    return checks().stream()
        .filter(check -> check.type() == CheckType.AUTHENTICITY)
        .allMatch(check -> check.outcome().equals("passed"));
  }
}
