package dev.layerseal.x509;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/** The order of a chain: who issued whom. */
final class ChainLinks {

  private ChainLinks() {}

  static Optional<String> fault(CertificateChain chain) {
    List<X509Certificate> certificates = chain.certificates();
    for (int i = 0; i + 1 < certificates.size(); i++) {
      X509Certificate certificate = certificates.get(i);
      if (CertificateChain.issued(certificate, certificate)) {
        return Optional.of(
            "%s is self-signed, which only the last one of a chain may be"
                .formatted(Names.of(certificate)));
      }
      if (!CertificateChain.issued(certificates.get(i + 1), certificate)) {
        return Optional.of(
            "%s is not issued by the next one of the chain, %s"
                .formatted(Names.of(certificate), Names.of(certificates.get(i + 1))));
      }
    }
    return CertificateChain.issued(chain.last(), chain.last())
        ? Optional.empty()
        : Optional.of(
            "%s ends the chain and is not self-signed: the root is missing"
                .formatted(Names.of(chain.last())));
  }
}
