package dev.layerseal.x509;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The extensions that the profiles look at. */
final class Extension {

  static final String KEY_USAGE = "2.5.29.15";
  static final String BASIC_CONSTRAINTS = "2.5.29.19";
  static final String EXTENDED_KEY_USAGE = "2.5.29.37";

  /**
   * Of these the profile takes care, or (subjectAltName, certificatePolicies,
   * cRLDistributionPoints) they limit nothing.
   */
  private static final Set<String> KNOWN =
      Set.of(
          BASIC_CONSTRAINTS,
          KEY_USAGE,
          EXTENDED_KEY_USAGE,
          NameConstraints.OID,
          "2.5.29.17",
          "2.5.29.31",
          "2.5.29.32");

  private Extension() {}

  /** A critical extension that nobody here evaluates (RFC 5280, 4.2), in words. */
  static Optional<String> unknown(X509Certificate certificate) {
    Set<String> critical = certificate.getCriticalExtensionOIDs();
    return critical == null
        ? Optional.empty()
        : critical.stream()
            .filter(oid -> !KNOWN.contains(oid))
            .sorted()
            .findFirst()
            .map(
                oid ->
                    "%s: extension %s: critical and unknown".formatted(Names.of(certificate), oid));
  }

  static boolean present(X509Certificate certificate, String oid) {
    return certificate.getExtensionValue(oid) != null;
  }

  static boolean critical(X509Certificate certificate, String oid) {
    return certificate.getCriticalExtensionOIDs() != null
        && certificate.getCriticalExtensionOIDs().contains(oid);
  }

  /** The purposes of extKeyUsage; empty when there is none, absent when it cannot be read. */
  static Optional<List<String>> purposes(X509Certificate certificate) {
    try {
      List<String> purposes = certificate.getExtendedKeyUsage();
      return Optional.of(purposes == null ? List.of() : purposes);
    } catch (CertificateParsingException e) {
      return Optional.empty();
    }
  }

  /** Whether {@code bit} of keyUsage is set. */
  static boolean usage(X509Certificate certificate, int bit) {
    boolean[] usage = certificate.getKeyUsage();
    return usage != null && bit < usage.length && usage[bit];
  }

  /** Whether the certificate says that it is an authority. */
  static boolean authority(X509Certificate certificate) {
    return certificate.getBasicConstraints() >= 0;
  }
}
