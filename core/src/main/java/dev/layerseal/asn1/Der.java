package dev.layerseal.asn1;

import java.math.BigInteger;

/** Elements as DER writes them: each method gives one whole element. */
public final class Der {

  private Der() {}

  /** A sequence of whole elements. */
  public static byte[] sequence(byte[]... elements) {
    return element(Tag.SEQUENCE, elements);
  }

  public static byte[] integer(BigInteger value) {
    return element(Tag.INTEGER, value.toByteArray());
  }

  public static byte[] integer(int value) {
    return integer(BigInteger.valueOf(value));
  }

  /**
   * @param dotted such as {@code 1.2.840.113549.1.7.2}
   */
  public static byte[] oid(String dotted) {
    return element(Tag.OBJECT_IDENTIFIER, Oid.encode(dotted));
  }

  public static byte[] octets(byte[] value) {
    return element(Tag.OCTET_STRING, value);
  }

  public static byte[] nothing() {
    return element(Tag.NULL);
  }

  /** An element of any tag, its content put together from {@code parts}. */
  public static byte[] element(int tag, byte[]... parts) {
    int length = 0;
    for (byte[] part : parts) {
      length = Math.addExact(length, part.length);
    }
    byte[] header = header(tag, length);
    byte[] whole = java.util.Arrays.copyOf(header, Math.addExact(header.length, length));
    int at = header.length;
    for (byte[] part : parts) {
      System.arraycopy(part, 0, whole, at, part.length);
      at += part.length;
    }
    return whole;
  }

  private static byte[] header(int tag, int length) {
    if (length < 0x80) {
      return new byte[] {(byte) tag, (byte) length};
    }
    int octets = (39 - Integer.numberOfLeadingZeros(length)) / 8;
    byte[] header = new byte[2 + octets];
    header[0] = (byte) tag;
    header[1] = (byte) (0x80 | octets);
    for (int i = 0; i < octets; i++) {
      header[2 + i] = (byte) (length >>> 8 * (octets - 1 - i));
    }
    return header;
  }
}
