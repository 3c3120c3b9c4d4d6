package dev.layerseal.x509;

import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.Optional;

/**
 * The kinds of keys that sign: Notary Project signature specification, "Algorithm selection". The
 * hash follows the key.
 */
public enum KeySpec {
  RSA_2048("RSA", 2048, "SHA-256"),
  RSA_3072("RSA", 3072, "SHA-384"),
  RSA_4096("RSA", 4096, "SHA-512"),
  EC_256("EC", 256, "SHA-256"),
  EC_384("EC", 384, "SHA-384"),
  EC_521("EC", 521, "SHA-512");

  private final String family;
  private final int size;
  private final String hash;

  KeySpec(String family, int size, String hash) {
    this.family = family;
    this.size = size;
    this.hash = hash;
  }

  /** {@code RSA} or {@code EC}. */
  public String family() {
    return family;
  }

  public boolean rsa() {
    return family.equals("RSA");
  }

  /** Size of the modulus or of the curve's field, in bits. */
  public int size() {
    return size;
  }

  /** Name of the hash that goes with the key, such as {@code SHA-256}. */
  public String hash() {
    return hash;
  }

  /** Length of one ECDSA integer in bytes. */
  public int fieldBytes() {
    return (size + 7) / 8;
  }

  /** The kind of {@code key}, when it is one of these. */
  public static Optional<KeySpec> of(PublicKey key) {
    if (key instanceof RSAPublicKey rsa) {
      return find("RSA", rsa.getModulus().bitLength());
    }
    if (key instanceof ECPublicKey ec && NamedCurve.known(ec.getParams())) {
      return find("EC", ec.getParams().getCurve().getField().getFieldSize());
    }
    return Optional.empty();
  }

  /** What {@code key} is, in words, for a message that refuses it. */
  public static String describe(PublicKey key) {
    if (key instanceof RSAPublicKey rsa) {
      return "RSA-" + rsa.getModulus().bitLength();
    }
    if (key instanceof ECPublicKey ec) {
      return "EC over a field of %d bits".formatted(ec.getParams().getOrder().bitLength());
    }
    return key.getAlgorithm();
  }

  /** As plugins and messages spell it: {@code RSA-2048}. */
  @Override
  public String toString() {
    return family + "-" + size;
  }

  /** The kind that {@link #toString} spells as {@code name}. */
  public static Optional<KeySpec> named(String name) {
    return Arrays.stream(values()).filter(spec -> spec.toString().equals(name)).findFirst();
  }

  private static Optional<KeySpec> find(String family, int size) {
    return Arrays.stream(values())
        .filter(spec -> spec.family.equals(family) && spec.size == size)
        .findFirst();
  }
}
