package dev.layerseal.x509;

import dev.layerseal.asn1.DerReader;
import dev.layerseal.asn1.Tag;
import dev.layerseal.error.FormatException;
import java.io.IOException;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/** The names that an authority may give out (RFC 5280, 4.2.1.10). */
final class NameConstraints {

  static final String OID = "2.5.29.30";

  private NameConstraints() {}

  /** A certificate whose name one of the authorities above it may not give out, in words. */
  static Optional<String> fault(CertificateChain chain) {
    List<X509Certificate> certificates = chain.certificates();
    for (int i = 1; i < certificates.size(); i++) {
      if (Extension.present(certificates.get(i), OID)) {
        Optional<String> fault = fault(certificates.get(i), certificates.subList(0, i));
        if (fault.isPresent()) {
          return fault;
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<String> fault(X509Certificate authority, List<X509Certificate> below) {
    X509CertSelector permitted = new X509CertSelector();
    try {
      permitted.setNameConstraints(value(authority));
      return below.stream()
          .filter(certificate -> !permitted.match(certificate))
          .findFirst()
          .map(
              certificate ->
                  "%s: nameConstraints: %s has another name"
                      .formatted(Names.of(authority), Names.of(certificate)));
    } catch (FormatException | IOException | RuntimeException e) {
      return Optional.of(
          "%s: nameConstraints (%s): cannot be read".formatted(Names.of(authority), OID));
    }
  }

  private static byte[] value(X509Certificate authority) throws FormatException {
    return new DerReader("nameConstraints", authority.getExtensionValue(OID))
        .content(Tag.OCTET_STRING, "value");
  }
}
