package dev.layerseal.x509;

import dev.layerseal.asn1.DerReader;
import dev.layerseal.asn1.Tag;
import dev.layerseal.error.FormatException;
import java.security.cert.X509Certificate;

/**
 * Which of the two key identifier extensions a certificate has (RFC 5280, 4.2.1.1 and 4.2.1.2). The
 * kernel finds an issuer by the authority's, never by name alone.
 *
 * @param authority whether the authority key identifier names a key, or an issuer and serial number
 * @param subject whether the subject key identifier is there
 */
public record KeyIdentifiers(boolean authority, boolean subject) {

  private static final String AUTHORITY = "2.5.29.35";
  private static final String SUBJECT = "2.5.29.14";

  public static KeyIdentifiers of(X509Certificate certificate) {
    byte[] authority = certificate.getExtensionValue(AUTHORITY);
    return new KeyIdentifiers(
        authority != null && namesAnIssuer(authority),
        certificate.getExtensionValue(SUBJECT) != null);
  }

  private static boolean namesAnIssuer(byte[] extension) {
    try {
      byte[] value =
          new DerReader("authorityKeyIdentifier", extension).content(Tag.OCTET_STRING, "value");
      return new DerReader("authorityKeyIdentifier", value).into(Tag.SEQUENCE, "value").more();
    } catch (FormatException e) {
      return false;
    }
  }
}
