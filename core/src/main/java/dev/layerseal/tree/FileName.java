package dev.layerseal.tree;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.layerseal.error.FormatException;
import java.util.Arrays;

/**
 * A name in a directory: 1 to 255 bytes, none of them zero or a slash, and neither {@code .} nor
 * {@code ..}. Names are bytes, in no charset, and compare as unsigned bytes.
 */
public final class FileName implements Comparable<FileName> {

  /** Longest name, in bytes. */
  public static final int MAX_LENGTH = 255;

  private final byte[] bytes;

  private FileName(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * The name made of {@code bytes}.
   *
   * @throws FormatException when that can be no name
   */
  public static FileName of(byte[] bytes) throws FormatException {
    FileName name = new FileName(bytes.clone());
    if (bytes.length == 0 || bytes.length > MAX_LENGTH) {
      throw new FormatException("name has %d bytes, expected 1 to 255".formatted(bytes.length));
    }
    for (byte b : bytes) {
      if (b == 0 || b == '/') {
        throw new FormatException("name %s has the byte 0x%02x".formatted(name, b));
      }
    }
    if (bytes[0] == '.' && (bytes.length == 1 || bytes.length == 2 && bytes[1] == '.')) {
      throw new FormatException("name is " + name);
    }
    return name;
  }

  /** The name made of the UTF-8 bytes of {@code text}. */
  public static FileName of(String text) throws FormatException {
    return of(text.getBytes(UTF_8));
  }

  public byte[] bytes() {
    return bytes.clone();
  }

  public int length() {
    return bytes.length;
  }

  @Override
  public int compareTo(FileName other) {
    return Arrays.compareUnsigned(bytes, other.bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FileName name && Arrays.equals(bytes, name.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** For people: see {@link PrintableBytes}. */
  @Override
  public String toString() {
    return PrintableBytes.of(bytes);
  }
}
