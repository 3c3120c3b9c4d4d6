package dev.layerseal.asn1;

import java.io.ByteArrayOutputStream;

/** Object identifiers between their octets (X.690, 8.19) and their dotted text. */
final class Oid {

  static final int MAX_OCTETS = 64;
  private static final int MORE = 0x80;
  private static final int MAX_ARC_BITS = 56;

  private Oid() {}

  /** The dotted text, or nothing where the octets break the rules. */
  static String decode(byte[] content) {
    StringBuilder dotted = new StringBuilder();
    long arc = 0;
    boolean fresh = true;
    for (byte octet : content) {
      if (fresh && (octet & 0xff) == MORE || arc >>> MAX_ARC_BITS != 0) {
        return "";
      }
      arc = arc << 7 | octet & 0x7f;
      fresh = octet >= 0;
      if (fresh) {
        append(dotted, arc);
        arc = 0;
      }
    }
    return fresh ? dotted.toString() : "";
  }

  private static void append(StringBuilder dotted, long arc) {
    if (dotted.isEmpty()) {
      long first = Math.min(arc / 40, 2);
      dotted.append(first).append('.').append(arc - 40 * first);
    } else {
      dotted.append('.').append(arc);
    }
  }

  static byte[] encode(String dotted) {
    String[] arcs = dotted.split("\\.", -1);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    write(out, Long.parseLong(arcs[0]) * 40 + Long.parseLong(arcs[1]));
    for (int i = 2; i < arcs.length; i++) {
      write(out, Long.parseLong(arcs[i]));
    }
    return out.toByteArray();
  }

  private static void write(ByteArrayOutputStream out, long arc) {
    for (int shift = (63 - Long.numberOfLeadingZeros(arc | 1)) / 7 * 7; shift > 0; shift -= 7) {
      out.write((int) (arc >>> shift & 0x7f | MORE));
    }
    out.write((int) (arc & 0x7f));
  }
}
