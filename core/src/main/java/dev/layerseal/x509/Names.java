package dev.layerseal.x509;

import java.security.cert.X509Certificate;

/** How messages name a certificate. */
final class Names {

  private Names() {}

  static String of(X509Certificate certificate) {
    return "certificate \"" + DistinguishedName.of(certificate.getSubjectX500Principal()) + "\"";
  }
}
