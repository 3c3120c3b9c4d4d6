package dev.layerseal.compress;

import dev.layerseal.error.FormatException;
import dev.layerseal.error.StreamException;
import java.io.IOException;
import java.util.zip.CRC32;

/**
 * What stands in front of a member's compressed data (RFC 1952, section 2.3).
 *
 * <pre>
 * 0x00  u16  ID1 ID2  0x1f 0x8b
 * 0x02  u8   CM       8, deflate
 * 0x03  u8   FLG      bit 0 FTEXT, 1 FHCRC, 2 FEXTRA, 3 FNAME, 4 FCOMMENT, the rest 0
 * 0x04  u32  MTIME
 * 0x08  u8   XFL
 * 0x09  u8   OS
 *            then, as FLG says: u16 length and extra field; name and comment, each ending in NUL;
 *            u16, the low half of the CRC-32 of all before it
 * </pre>
 */
final class GzipHeader {

  private static final int HEADER_CRC = 0x02;
  private static final int EXTRA = 0x04;
  private static final int NAME = 0x08;
  private static final int COMMENT = 0x10;
  private static final int RESERVED = 0xe0;
  private static final int MAX_TEXT = 1 << 16;

  /** Gives the bytes of a stream one by one; -1 at the end. */
  interface ByteSource {
    int next() throws IOException;
  }

  private final ByteSource source;
  private final long place;
  private final CRC32 crc = new CRC32();

  private GzipHeader(ByteSource source, long place) {
    this.source = source;
    this.place = place;
  }

  /** Passes over a header whose first byte was read already and is 0x1f. */
  static void skipRest(ByteSource source, long place) throws IOException {
    GzipHeader header = new GzipHeader(source, place);
    header.crc.update(0x1f);
    header.skipRest();
  }

  private void skipRest() throws IOException {
    if (u8() != 0x8b) {
      throw malformed("the signature is not 1f 8b");
    }
    int method = u8();
    if (method != 8) {
      throw malformed("the method is " + method + ", expected 8 (deflate)");
    }
    int flags = u8();
    if ((flags & RESERVED) != 0) {
      throw malformed("FLG is 0x%02x, which sets reserved bits".formatted(flags));
    }
    skip(6);
    if ((flags & EXTRA) != 0) {
      skip(u8() | u8() << 8);
    }
    if ((flags & NAME) != 0) {
      skipText("name");
    }
    if ((flags & COMMENT) != 0) {
      skipText("comment");
    }
    if ((flags & HEADER_CRC) != 0) {
      checkCrc();
    }
  }

  private void checkCrc() throws IOException {
    int expected = (int) crc.getValue() & 0xffff;
    int stored = u8() | u8() << 8;
    if (stored != expected) {
      throw malformed("the header's CRC is 0x%04x, computed 0x%04x".formatted(stored, expected));
    }
  }

  private void skip(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      u8();
    }
  }

  private void skipText(String what) throws IOException {
    for (int i = 0; u8() != 0; i++) {
      if (i == MAX_TEXT) {
        throw malformed("the " + what + " has more than " + MAX_TEXT + " bytes");
      }
    }
  }

  private int u8() throws IOException {
    int value = source.next();
    if (value < 0) {
      throw malformed("the content ends inside the header");
    }
    crc.update(value);
    return value;
  }

  private StreamException malformed(String why) {
    return new StreamException(
        new FormatException("gzip member at 0x%x: %s".formatted(place, why)));
  }
}
