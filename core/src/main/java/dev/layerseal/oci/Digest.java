package dev.layerseal.oci;

import dev.layerseal.bytes.Hex;
import dev.layerseal.error.FormatException;
import dev.layerseal.error.UnsupportedFeatureException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What content is called by, as in {@code sha256:9f2c..} (OCI image specification, descriptor.md,
 * "Digests").
 *
 * @param hex lower-case digits, as many as the algorithm gives
 */
public record Digest(Algorithm algorithm, String hex) implements Comparable<Digest> {

  /**
   * The two registered algorithms, and the one between: signed files are named by the key's hash.
   */
  public enum Algorithm {
    SHA256("SHA-256", 32),
    SHA384("SHA-384", 48),
    SHA512("SHA-512", 64);

    private final String javaName;
    private final int length;

    Algorithm(String javaName, int length) {
      this.javaName = javaName;
      this.length = length;
    }

    /** The algorithm that Java calls {@code name}, such as {@code SHA-256}. */
    public static Algorithm ofJava(String name) {
      for (Algorithm algorithm : values()) {
        if (algorithm.javaName.equals(name)) {
          return algorithm;
        }
      }
      throw new IllegalArgumentException(name);
    }

    /** A fresh digest of this algorithm. */
    public MessageDigest newMessageDigest() {
      try {
        return MessageDigest.getInstance(javaName);
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * @throws IllegalArgumentException when {@code hex} is no digest of that algorithm
   */
  public Digest {
    if (!isHex(hex, algorithm)) {
      throw new IllegalArgumentException("not a " + algorithm + " digest: " + hex);
    }
  }

  /**
   * The digest that {@code text} spells.
   *
   * @throws FormatException when it is none
   * @throws UnsupportedFeatureException when the algorithm is none of sha256, sha384 and sha512
   */
  public static Digest parse(String text) throws FormatException, UnsupportedFeatureException {
    int colon = text.indexOf(':');
    String name = colon < 0 ? "" : text.substring(0, colon);
    for (Algorithm algorithm : Algorithm.values()) {
      if (algorithm.toString().equals(name)) {
        String hex = text.substring(colon + 1);
        if (!isHex(hex, algorithm)) {
          throw new FormatException(
              "digest \"%s\": expected %d lower-case hexadecimal digits after %s:"
                  .formatted(text, 2 * algorithm.length, name));
        }
        return new Digest(algorithm, hex);
      }
    }
    if (name.matches("[a-z0-9]+(?:[+._-][a-z0-9]+)*")
        && text.substring(colon + 1).matches("[a-zA-Z0-9=_-]+")) {
      throw new UnsupportedFeatureException(
          "digest \"%s\": the algorithm is %s, expected sha256, sha384 or sha512"
              .formatted(text, name));
    }
    throw new FormatException("digest \"%s\": expected sha256: and digits".formatted(text));
  }

  /** The digest with these raw bytes. */
  public static Digest of(Algorithm algorithm, byte[] raw) {
    return new Digest(algorithm, Hex.encode(raw));
  }

  /** The SHA-256 digest of {@code content}. */
  public static Digest sha256(byte[] content) {
    return compute(Algorithm.SHA256, content);
  }

  public static Digest compute(Algorithm algorithm, byte[] content) {
    return of(algorithm, algorithm.newMessageDigest().digest(content));
  }

  /** Whether {@code content} is what this digest names. */
  public boolean matches(byte[] content) {
    return equals(compute(algorithm, content));
  }

  private static boolean isHex(String hex, Algorithm algorithm) {
    return hex.length() == 2 * algorithm.length
        && hex.chars().allMatch(c -> c >= '0' && c <= '9' || c >= 'a' && c <= 'f');
  }

  /** By text, as they are listed. */
  @Override
  public int compareTo(Digest other) {
    return toString().compareTo(other.toString());
  }

  @Override
  public String toString() {
    return algorithm + ":" + hex;
  }

  // Spelled out: what a record has by itself is put together at run time, which a start would wait
  // for.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Digest digest
        && algorithm == digest.algorithm
        && hex.equals(digest.hex);
  }

  @Override
  public int hashCode() {
    return hex.hashCode();
  }
}
