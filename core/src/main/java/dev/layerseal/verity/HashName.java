package dev.layerseal.verity;

import dev.layerseal.error.UnsupportedFeatureException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.stream.Collectors;

/** A hash algorithm, by the name that {@code veritysetup} and the kernel give it. */
public enum HashName {
  SHA1("sha1", "SHA-1", 20),
  SHA224("sha224", "SHA-224", 28),
  SHA256("sha256", "SHA-256", 32),
  SHA384("sha384", "SHA-384", 48),
  SHA512("sha512", "SHA-512", 64),
  SHA3_224("sha3-224", "SHA3-224", 28),
  SHA3_256("sha3-256", "SHA3-256", 32),
  SHA3_384("sha3-384", "SHA3-384", 48),
  SHA3_512("sha3-512", "SHA3-512", 64);

  private final String text;
  private final String javaName;
  private final int size;

  HashName(String text, String javaName, int size) {
    this.text = text;
    this.javaName = javaName;
    this.size = size;
  }

  /**
   * The algorithm called {@code text}, lower case.
   *
   * @throws UnsupportedFeatureException when there is none of that name
   */
  public static HashName parse(String text) throws UnsupportedFeatureException {
    for (HashName name : values()) {
      if (name.text.equals(text)) {
        return name;
      }
    }
    throw new UnsupportedFeatureException(
        "hash algorithm %s is not supported, expected one of %s".formatted(quoted(text), list()));
  }

  /** Length of a digest in bytes. */
  public int size() {
    return size;
  }

  /** Whether collisions are within reach, so that it is used only when asked for. */
  public boolean weak() {
    return this == SHA1;
  }

  MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance(javaName);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public String toString() {
    return text;
  }

  private static String list() {
    return Arrays.stream(values()).map(HashName::toString).collect(Collectors.joining(" "));
  }

  private static String quoted(String text) {
    String shown = text.length() > 32 ? text.substring(0, 32) + ".." : text;
    return "\"" + shown.replaceAll("[^\\x20-\\x7e]", "?") + "\"";
  }
}
