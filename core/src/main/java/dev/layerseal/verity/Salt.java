package dev.layerseal.verity;

import dev.layerseal.bytes.Hex;
import dev.layerseal.error.FormatException;
import java.util.Arrays;

/** 0 to 256 bytes that are hashed along with every block. */
public final class Salt {

  /** Room for the salt in a superblock, in bytes. */
  public static final int MAX_SIZE = 256;

  public static final Salt NONE = new Salt(new byte[0]);

  /** The 32 zero bytes that the signers and readers of layer root hashes agreed on. */
  public static final Salt ZERO_32 = new Salt(new byte[32]);

  private final byte[] bytes;

  private Salt(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * @throws FormatException when {@code bytes} is longer than {@link #MAX_SIZE}
   */
  public static Salt of(byte[] bytes) throws FormatException {
    if (bytes.length > MAX_SIZE) {
      throw new FormatException(
          "salt has %d bytes, expected at most %d".formatted(bytes.length, MAX_SIZE));
    }
    return new Salt(bytes.clone());
  }

  /**
   * The salt spelled by {@code text}: lower-case hexadecimal, or {@code -} for none.
   *
   * @throws FormatException when it is neither, or too long
   */
  public static Salt parse(String text) throws FormatException {
    return text.equals("-") ? NONE : of(Hex.decode("salt", text));
  }

  /** Length in bytes. */
  public int size() {
    return bytes.length;
  }

  public byte[] toByteArray() {
    return bytes.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Salt salt && Arrays.equals(bytes, salt.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return bytes.length == 0 ? "-" : Hex.encode(bytes);
  }
}
