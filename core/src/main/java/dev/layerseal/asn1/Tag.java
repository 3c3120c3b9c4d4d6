package dev.layerseal.asn1;

/**
 * Identifier octets of the elements that signatures and certificates are made of (X.690, 8.1.2).
 */
public final class Tag {

  public static final int BOOLEAN = 0x01;
  public static final int INTEGER = 0x02;
  public static final int BIT_STRING = 0x03;
  public static final int OCTET_STRING = 0x04;
  public static final int NULL = 0x05;
  public static final int OBJECT_IDENTIFIER = 0x06;
  public static final int SEQUENCE = 0x30;
  public static final int SET = 0x31;

  private Tag() {}

  /** A context-specific tag whose content is elements. */
  public static int constructed(int number) {
    return 0xa0 | number;
  }

  /** A context-specific tag whose content is a value. */
  public static int primitive(int number) {
    return 0x80 | number;
  }
}
