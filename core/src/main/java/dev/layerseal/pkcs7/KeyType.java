package dev.layerseal.pkcs7;

/** The two kinds of keys that sign root hashes. */
public enum KeyType {
  /** With PKCS#1 v1.5 padding. */
  RSA("RSA"),
  /** ECDSA, the two integers in a DER sequence. */
  EC("ECDSA");

  private final String signatureName;

  KeyType(String signatureName) {
    this.signatureName = signatureName;
  }

  /** As {@link java.security.Key#getAlgorithm} says it. */
  String keyAlgorithm() {
    return name();
  }

  /** As {@link java.security.Signature#getInstance(String)} wants it. */
  String signatureName(DigestAlgorithm hash) {
    return hash.name() + "with" + signatureName;
  }
}
