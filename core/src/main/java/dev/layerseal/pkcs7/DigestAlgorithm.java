package dev.layerseal.pkcs7;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The hash of a signature. The weak ones are recognised, never written and never believed. */
public enum DigestAlgorithm {
  MD5("1.2.840.113549.2.5", "MD5"),
  SHA1("1.3.14.3.2.26", "SHA-1"),
  SHA224("2.16.840.1.101.3.4.2.4", "SHA-224"),
  SHA256("2.16.840.1.101.3.4.2.1", "SHA-256"),
  SHA384("2.16.840.1.101.3.4.2.2", "SHA-384"),
  SHA512("2.16.840.1.101.3.4.2.3", "SHA-512");

  private final String oid;
  private final String digestName;

  DigestAlgorithm(String oid, String digestName) {
    this.oid = oid;
    this.digestName = digestName;
  }

  /** The hash of an AlgorithmIdentifier, where it is one of these. */
  public static Optional<DigestAlgorithm> ofOid(String oid) {
    return Arrays.stream(values()).filter(hash -> hash.oid.equals(oid)).findFirst();
  }

  /** Object identifier, dotted. */
  public String oid() {
    return oid;
  }

  /** The digest called {@code name}, such as {@code SHA-256} or {@code sha256}. */
  public static Optional<DigestAlgorithm> named(String name) {
    return Arrays.stream(values())
        .filter(
            hash -> hash.digestName.equalsIgnoreCase(name) || hash.name().equalsIgnoreCase(name))
        .findFirst();
  }

  /** Name for {@link java.security.MessageDigest}. */
  public String digestName() {
    return digestName;
  }

  /** Whether collisions are within reach, so that nothing signed with it counts. */
  public boolean weak() {
    return compareTo(SHA256) < 0;
  }

  /** As users type it: {@code sha256}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
