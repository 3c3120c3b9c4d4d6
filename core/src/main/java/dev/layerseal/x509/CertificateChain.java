package dev.layerseal.x509;

import dev.layerseal.error.FormatException;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Certificates in order: the leaf, whose key signs, first, then the issuer of each. Whether they
 * really issued one another is for {@link CertificateProfile} to say.
 *
 * @param certificates one at least, {@value #MAX_LENGTH} at most
 */
public record CertificateChain(List<X509Certificate> certificates) {

  public static final int MAX_LENGTH = 16;

  public CertificateChain {
    certificates = List.copyOf(certificates);
    if (certificates.isEmpty() || certificates.size() > MAX_LENGTH) {
      throw new IllegalArgumentException("a chain of " + certificates.size() + " certificates");
    }
  }

  /** A chain of {@code certificates}, as they stand. */
  public static CertificateChain of(List<X509Certificate> certificates) throws FormatException {
    if (certificates.isEmpty()) {
      throw new FormatException("certificate chain: it is empty");
    }
    if (certificates.size() > MAX_LENGTH) {
      throw new FormatException(
          "certificate chain: %d certificates, more than %d"
              .formatted(certificates.size(), MAX_LENGTH));
    }
    return new CertificateChain(certificates);
  }

  /** A chain from the DER bytes of each certificate. */
  public static CertificateChain decode(List<byte[]> der) throws FormatException {
    if (der.size() > MAX_LENGTH) {
      throw new FormatException(
          "certificate chain: %d certificates, more than %d".formatted(der.size(), MAX_LENGTH));
    }
    List<X509Certificate> certificates = new ArrayList<>();
    for (byte[] bytes : der) {
      try {
        certificates.add(Certificates.decode(bytes));
      } catch (FormatException e) {
        throw e.at("certificate %d of the chain".formatted(certificates.size() + 1));
      }
    }
    return of(certificates);
  }

  /** A chain from a file, PEM or DER. */
  public static CertificateChain parse(byte[] file) throws FormatException {
    return of(Certificates.parse(file));
  }

  /** The DER bytes of each certificate. */
  public List<byte[]> encode() {
    return certificates.stream().map(Certificates::encode).toList();
  }

  public X509Certificate leaf() {
    return certificates.get(0);
  }

  /** All but the leaf, the nearest first. */
  public List<X509Certificate> issuers() {
    return certificates.subList(1, certificates.size());
  }

  /** The last certificate, the root when the chain is whole. */
  public X509Certificate last() {
    return certificates.get(certificates.size() - 1);
  }

  /** SHA-256 of each certificate in lower-case hexadecimal, leaf first. */
  public List<String> thumbprints() {
    return certificates.stream().map(Certificates::thumbprint).toList();
  }

  /** Whether the key of {@code issuer} signed {@code subject}, which names it as its issuer. */
  public static boolean issued(X509Certificate issuer, X509Certificate subject) {
    return Arrays.equals(
            issuer.getSubjectX500Principal().getEncoded(),
            subject.getIssuerX500Principal().getEncoded())
        && signed(issuer, subject);
  }

  /** Whether the key of {@code issuer} signed {@code subject}, whatever the names say. */
  static boolean signed(X509Certificate issuer, X509Certificate subject) {
    try {
      subject.verify(issuer.getPublicKey());
      return true;
    } catch (GeneralSecurityException | RuntimeException e) {
      return false;
    }
  }
}
