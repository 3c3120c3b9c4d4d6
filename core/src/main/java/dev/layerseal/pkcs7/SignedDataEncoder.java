package dev.layerseal.pkcs7;

import dev.layerseal.asn1.Der;
import dev.layerseal.asn1.Tag;
import dev.layerseal.x509.Certificates;
import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.util.List;

/** Writes a SignedData as {@code openssl smime -sign -noattr -binary -outform der} does. */
final class SignedDataEncoder {

  private SignedDataEncoder() {}

  static byte[] encode(
      List<X509Certificate> certificates,
      byte[] issuer,
      BigInteger serialNumber,
      DigestAlgorithm hash,
      KeyType keyType,
      byte[] signature) {
    byte[] digestAlgorithm = algorithm(hash.oid(), true);
    byte[] signerInfo =
        Der.sequence(
            Der.integer(1),
            Der.sequence(issuer, Der.integer(serialNumber)),
            digestAlgorithm,
            signatureAlgorithm(hash, keyType),
            Der.octets(signature));
    byte[] signedData =
        Der.sequence(
            Der.integer(1),
            Der.element(Tag.SET, digestAlgorithm),
            Der.sequence(Der.oid(Identifiers.DATA)),
            certificates(certificates),
            Der.element(Tag.SET, signerInfo));
    return Der.sequence(
        Der.oid(Identifiers.SIGNED_DATA), Der.element(Tag.constructed(0), signedData));
  }

  private static byte[] signatureAlgorithm(DigestAlgorithm hash, KeyType keyType) {
    return switch (keyType) {
      case RSA -> algorithm(Identifiers.RSA_ENCRYPTION, true);
      case EC ->
          algorithm(
              Identifiers.ecdsaWith(hash)
                  .orElseThrow(() -> new IllegalArgumentException("ECDSA with " + hash)),
              false);
    };
  }

  /** The whole field is left out when there are none. */
  private static byte[] certificates(List<X509Certificate> certificates) {
    if (certificates.isEmpty()) {
      return new byte[0];
    }
    return Der.element(
        Tag.constructed(0), certificates.stream().map(Certificates::encode).toArray(byte[][]::new));
  }

  private static byte[] algorithm(String oid, boolean parameters) {
    return parameters ? Der.sequence(Der.oid(oid), Der.nothing()) : Der.sequence(Der.oid(oid));
  }
}
