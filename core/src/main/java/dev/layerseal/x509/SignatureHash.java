package dev.layerseal.x509;

import java.security.cert.X509Certificate;
import java.util.Locale;
import java.util.Optional;

/** The hash that a certificate was signed with. */
final class SignatureHash {

  private SignatureHash() {}

  static Optional<String> fault(X509Certificate certificate) {
    String algorithm = certificate.getSigAlgName().toUpperCase(Locale.ROOT);
    boolean weak =
        algorithm.startsWith("SHA1") || algorithm.startsWith("MD5") || algorithm.startsWith("MD2");
    return weak
        ? Optional.of(
            "signatureAlgorithm: %s uses a weak hash".formatted(certificate.getSigAlgName()))
        : Optional.empty();
  }
}
