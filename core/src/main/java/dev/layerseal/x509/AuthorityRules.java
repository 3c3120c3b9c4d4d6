package dev.layerseal.x509;

import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Optional;

/** The rules for the certificates that issue others. */
final class AuthorityRules {

  private static final int KEY_CERT_SIGN = 5;
  private static final int MIN_RSA = 2048;
  private static final int MIN_EC = 256;

  private AuthorityRules() {}

  /**
   * @param below number of authorities between this one and the leaf
   */
  static Optional<String> fault(
      X509Certificate certificate, int below, boolean usageMustBeCritical) {
    return rule(certificate, below, usageMustBeCritical)
        .map(why -> Names.of(certificate) + ": " + why);
  }

  private static Optional<String> rule(X509Certificate certificate, int below, boolean critical) {
    if (!Extension.authority(certificate)) {
      return Optional.of("basicConstraints: CA must be present and true");
    }
    int pathLength = certificate.getBasicConstraints();
    if (pathLength < below) {
      return Optional.of(
          "basicConstraints: pathLenConstraint is %d, and %d authorities stand below"
              .formatted(pathLength, below));
    }
    if (!Extension.present(certificate, Extension.KEY_USAGE)) {
      return Optional.of("keyUsage: missing");
    }
    if (critical && !Extension.critical(certificate, Extension.KEY_USAGE)) {
      return Optional.of("keyUsage: not marked critical");
    }
    if (!Extension.usage(certificate, KEY_CERT_SIGN)) {
      return Optional.of("keyUsage: keyCertSign is not set");
    }
    return key(certificate).or(() -> SignatureHash.fault(certificate));
  }

  private static Optional<String> key(X509Certificate certificate) {
    PublicKey key = certificate.getPublicKey();
    boolean strong =
        key instanceof RSAPublicKey rsa && rsa.getModulus().bitLength() >= MIN_RSA
            || key instanceof ECPublicKey ec && ec.getParams().getOrder().bitLength() >= MIN_EC;
    return strong
        ? Optional.empty()
        : Optional.of(
            "public key: %s, expected RSA of %d bits or EC of %d, or more"
                .formatted(KeySpec.describe(key), MIN_RSA, MIN_EC));
  }
}
