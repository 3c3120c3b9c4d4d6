package dev.layerseal.pkcs7;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** Object identifiers of the envelope (RFC 2315, RFC 5754, RFC 5758). */
final class Identifiers {

  static final String DATA = "1.2.840.113549.1.7.1";
  static final String SIGNED_DATA = "1.2.840.113549.1.7.2";
  static final String RSA_ENCRYPTION = "1.2.840.113549.1.1.1";
  static final String SMIME_CAPABILITIES = "1.2.840.113549.1.9.15";

  private static final Map<DigestAlgorithm, String> ECDSA_WITH =
      new EnumMap<>(DigestAlgorithm.class);

  static {
    ECDSA_WITH.put(DigestAlgorithm.SHA1, "1.2.840.10045.4.1");
    ECDSA_WITH.put(DigestAlgorithm.SHA224, "1.2.840.10045.4.3.1");
    ECDSA_WITH.put(DigestAlgorithm.SHA256, "1.2.840.10045.4.3.2");
    ECDSA_WITH.put(DigestAlgorithm.SHA384, "1.2.840.10045.4.3.3");
    ECDSA_WITH.put(DigestAlgorithm.SHA512, "1.2.840.10045.4.3.4");
  }

  private static final Map<String, String> REFUSED =
      Map.of(
          "1.2.840.113549.1.1.10", "RSASSA-PSS",
          "1.2.840.113549.1.1.11", "sha256WithRSAEncryption in place of rsaEncryption",
          "1.2.840.113549.1.1.12", "sha384WithRSAEncryption in place of rsaEncryption",
          "1.2.840.113549.1.1.13", "sha512WithRSAEncryption in place of rsaEncryption",
          "1.3.101.112", "Ed25519");

  private Identifiers() {}

  static Optional<String> ecdsaWith(DigestAlgorithm hash) {
    return Optional.ofNullable(ECDSA_WITH.get(hash));
  }

  static boolean ecdsa(String oid) {
    return ECDSA_WITH.containsValue(oid);
  }

  /** A name for a signature algorithm that no kernel takes here, or its identifier. */
  static String describe(String oid) {
    return REFUSED.getOrDefault(oid, oid);
  }
}
