package dev.layerseal.cli;

import dev.layerseal.json.JsonObject;
import dev.layerseal.x509.Certificates;
import dev.layerseal.x509.DistinguishedName;
import java.security.cert.X509Certificate;

/** How certificates stand in JSON. */
final class CertificateJson {

  private CertificateJson() {}

  static JsonObject encode(X509Certificate certificate) {
    return JsonObject.builder()
        .put("subject", DistinguishedName.of(certificate.getSubjectX500Principal()))
        .put("issuer", DistinguishedName.of(certificate.getIssuerX500Principal()))
        .put("sha256", Certificates.thumbprint(certificate))
        .put("notBefore", certificate.getNotBefore().toInstant().toString())
        .put("notAfter", certificate.getNotAfter().toInstant().toString())
        .build();
  }
}
