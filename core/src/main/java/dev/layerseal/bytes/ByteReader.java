package dev.layerseal.bytes;

import dev.layerseal.error.FormatException;
import dev.layerseal.error.UnsupportedFeatureException;

/**
 * The little-endian fields of one structure, in order. Knows the structure's name and place, so
 * that a message about a field needs nothing from its caller.
 */
public final class ByteReader {

  private final String structure;
  private final long place;
  private final byte[] bytes;
  private final int end;
  private int position;

  /**
   * A reader of {@code length} bytes from {@code offset} on.
   *
   * @param structure name for messages, such as {@code compact inode}
   * @param place byte offset of the structure in its file, for messages
   */
  public ByteReader(String structure, long place, byte[] bytes, int offset, int length) {
    java.util.Objects.checkFromIndexSize(offset, length, bytes.length);
    this.structure = structure;
    this.place = place;
    this.bytes = bytes;
    this.position = offset;
    this.end = offset + length;
  }

  public ByteReader(String structure, long place, byte[] bytes) {
    this(structure, place, bytes, 0, bytes.length);
  }

  /** Bytes not read yet. */
  public int remaining() {
    return end - position;
  }

  /** An unsigned 8-bit field. */
  public int u8() throws FormatException {
    return bytes[take(1)] & 0xff;
  }

  /** An unsigned 16-bit field. */
  public int u16() throws FormatException {
    int at = take(2);
    return bytes[at] & 0xff | (bytes[at + 1] & 0xff) << 8;
  }

  /** An unsigned 32-bit field. */
  public long u32() throws FormatException {
    int at = take(4);
    return (bytes[at] & 0xff
            | (bytes[at + 1] & 0xff) << 8
            | (bytes[at + 2] & 0xff) << 16
            | bytes[at + 3] << 24)
        & 0xffffffffL;
  }

  /** A 64-bit field; values of 2^63 and more come out negative. */
  public long u64() throws FormatException {
    long low = u32();
    return low | u32() << 32;
  }

  /** The next {@code length} bytes, copied. */
  public byte[] bytes(int length) throws FormatException {
    int at = take(length);
    return java.util.Arrays.copyOfRange(bytes, at, at + length);
  }

  /** Passes over {@code length} bytes that must be zero; {@code field} names them. */
  public void zeros(String field, int length) throws FormatException {
    int at = take(length);
    for (int i = 0; i < length; i++) {
      if (bytes[at + i] != 0) {
        throw malformed("%s is not zero at byte %d".formatted(field, i));
      }
    }
  }

  /** Passes over {@code length} bytes of any value. */
  public void skip(int length) throws FormatException {
    take(length);
  }

  /** The failure that the structure breaks its format, because of {@code why}. */
  public FormatException malformed(String why) {
    return new FormatException(where() + ": " + why);
  }

  /** The failure that the structure uses something that is not supported. */
  public UnsupportedFeatureException unsupported(String why) {
    return new UnsupportedFeatureException(where() + ": " + why);
  }

  private String where() {
    return "%s at 0x%x".formatted(structure, place);
  }

  private int take(int length) throws FormatException {
    if (length < 0 || length > end - position) {
      throw malformed("%d bytes expected, %d left".formatted(length, end - position));
    }
    int at = position;
    position += length;
    return at;
  }
}
