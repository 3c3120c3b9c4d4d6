package dev.layerseal.x509;

import dev.layerseal.asn1.DerReader;
import dev.layerseal.asn1.Tag;
import dev.layerseal.error.FormatException;
import java.security.cert.X509Certificate;
import java.util.Arrays;

/**
 * The two names of a certificate as they are encoded in it. Kernels and other verifiers compare
 * these bytes; the JDK's own accessors may encode a name anew.
 */
public record RawNames(byte[] issuer, byte[] subject) {

  /** Reads the names out of TBSCertificate (RFC 5280, 4.1). */
  public static RawNames of(X509Certificate certificate) {
    try {
      DerReader whole = new DerReader("certificate", Certificates.encode(certificate));
      DerReader tbs = whole.into(Tag.SEQUENCE, "Certificate").into(Tag.SEQUENCE, "tbsCertificate");
      if (tbs.at(Tag.constructed(0))) {
        tbs.element("version");
      }
      tbs.element("serialNumber");
      tbs.element("signature");
      byte[] issuer = tbs.element("issuer");
      tbs.element("validity");
      return new RawNames(issuer, tbs.element("subject"));
    } catch (FormatException e) {
      return ofEncodedAnew(certificate); // Not DER, though the JDK could read it.
    }
  }

  private static RawNames ofEncodedAnew(X509Certificate certificate) {
    return new RawNames(
        certificate.getIssuerX500Principal().getEncoded(),
        certificate.getSubjectX500Principal().getEncoded());
  }

  /** Whether the certificate was issued under its own name. */
  public boolean selfIssued() {
    return Arrays.equals(issuer, subject);
  }
}
