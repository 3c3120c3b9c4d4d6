package dev.layerseal.verifier.revocation;

import dev.layerseal.x509.DistinguishedName;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What was found out about the certificates of a chain, leaf first, the root left out. */
public record RevocationReport(List<CertificateRevocation> certificates) {

  public RevocationReport {
    certificates = List.copyOf(certificates);
  }

  /** The worst of all. */
  public RevocationStatus status() {
    return worst().map(CertificateRevocation::status).orElse(RevocationStatus.GOOD);
  }

  /** What is wrong, in words; nothing when no certificate is revoked and all is known. */
  public Optional<String> fault() {
    return worst()
        .filter(worst -> !worst.status().good())
        .map(
            worst ->
                "certificate \"%s\" %s: %s"
                    .formatted(
                        DistinguishedName.of(worst.certificate().getSubjectX500Principal()),
                        worst.status() == RevocationStatus.REVOKED
                            ? "is revoked"
                            : "may be revoked, the answer is " + worst.status(),
                        worst.detail()));
  }

  private Optional<CertificateRevocation> worst() {
    return certificates.stream().max(Comparator.comparing(CertificateRevocation::status));
  }
}
