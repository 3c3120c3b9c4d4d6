package dev.layerseal.verity;

import dev.layerseal.bytes.Hex;
import dev.layerseal.error.FormatException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * The top of a hash tree. Its text is lower-case hexadecimal, and that text, without a line end, is
 * what a signature covers: the kernel hands the word of the device-mapper table to its verifier.
 */
public final class RootHash {

  private static final int MIN_SIZE = 20;
  private static final int MAX_SIZE = 64;

  private final byte[] bytes;

  private RootHash(byte[] bytes) {
    this.bytes = bytes;
  }

  static RootHash copyOf(byte[] bytes, int offset, int length) {
    return new RootHash(Arrays.copyOfRange(bytes, offset, offset + length));
  }

  /**
   * The root hash spelled by {@code text}.
   *
   * @throws FormatException when that is not 20 to 64 bytes in lower-case hexadecimal
   */
  public static RootHash parse(String text) throws FormatException {
    if (text.length() < 2 * MIN_SIZE || text.length() > 2 * MAX_SIZE) {
      throw new FormatException(
          "root hash has %d characters, expected %d to %d"
              .formatted(text.length(), 2 * MIN_SIZE, 2 * MAX_SIZE));
    }
    return new RootHash(Hex.decode("root hash", text));
  }

  /** Length in bytes, that of the hash algorithm. */
  public int size() {
    return bytes.length;
  }

  public byte[] toByteArray() {
    return bytes.clone();
  }

  /** What is signed: the hexadecimal text in ASCII. */
  public byte[] signedText() {
    return toString().getBytes(StandardCharsets.US_ASCII);
  }

  boolean matches(byte[] digest, int offset) {
    return Arrays.equals(bytes, 0, bytes.length, digest, offset, offset + bytes.length);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RootHash root && MessageDigest.isEqual(bytes, root.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return Hex.encode(bytes);
  }
}
