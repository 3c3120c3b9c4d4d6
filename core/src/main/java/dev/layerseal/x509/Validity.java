package dev.layerseal.x509;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;

/** Whether certificates are valid at a time. */
public final class Validity {

  private Validity() {}

  /** The first certificate of {@code chain} that is not valid at {@code time}, in words. */
  public static Optional<String> fault(CertificateChain chain, Instant time) {
    return chain.certificates().stream()
        .map(certificate -> fault(certificate, time))
        .flatMap(Optional::stream)
        .findFirst();
  }

  /** Why {@code certificate} is not valid at {@code time}; both ends of the period belong to it. */
  public static Optional<String> fault(X509Certificate certificate, Instant time) {
    Instant from = certificate.getNotBefore().toInstant();
    Instant to = certificate.getNotAfter().toInstant();
    if (time.isBefore(from)) {
      return Optional.of(
          "%s is not valid at %s: it is valid from %s"
              .formatted(Names.of(certificate), time, from));
    }
    if (time.isAfter(to)) {
      return Optional.of(
          "%s is not valid at %s: it expired on %s".formatted(Names.of(certificate), time, to));
    }
    return Optional.empty();
  }

  /** Whether some certificate of {@code chain} has expired at {@code time}. */
  public static boolean expired(CertificateChain chain, Instant time) {
    return chain.certificates().stream()
        .anyMatch(certificate -> time.isAfter(certificate.getNotAfter().toInstant()));
  }
}
