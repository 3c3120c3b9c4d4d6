package dev.layerseal.asn1;

import dev.layerseal.error.FormatException;
import java.math.BigInteger;
import java.util.Arrays;

/**
 * The elements of one DER value, in order. Lengths are definite and as short as they can be, tags
 * are one octet, integers are minimal; everything else is malformed. A reader never looks past the
 * bytes of its own value, so nesting needs no bound but the caller's own.
 */
public final class DerReader {

  private static final int LONG_LENGTH = 0x80;
  private static final int TAG_NUMBER_MASK = 0x1f;
  private static final int MAX_LENGTH_OCTETS = 4;

  private final String structure;
  private final byte[] bytes;
  private final int end;
  private int position;

  /** A reader of all of {@code bytes}; {@code structure} names them in messages. */
  public DerReader(String structure, byte[] bytes) {
    this(structure, bytes, 0, bytes.length);
  }

  private DerReader(String structure, byte[] bytes, int offset, int end) {
    this.structure = structure;
    this.bytes = bytes;
    this.position = offset;
    this.end = end;
  }

  /** Whether an element follows. */
  public boolean more() {
    return position < end;
  }

  /** Whether the next element has this tag. */
  public boolean at(int tag) {
    return more() && (bytes[position] & 0xff) == tag;
  }

  /** A reader of the elements inside the next one. */
  public DerReader into(int tag, String field) throws FormatException {
    int length = header(tag, field);
    DerReader inner = new DerReader(structure, bytes, position, position + length);
    position += length;
    return inner;
  }

  /** The content of the next element. */
  public byte[] content(int tag, String field) throws FormatException {
    int length = header(tag, field);
    position += length;
    return Arrays.copyOfRange(bytes, position - length, position);
  }

  /** The next element of any tag, with its tag and length. */
  public byte[] element(String field) throws FormatException {
    if (!more()) {
      throw malformed(field + " is missing");
    }
    int start = position;
    int length = header(bytes[position] & 0xff, field);
    position += length;
    return Arrays.copyOfRange(bytes, start, position);
  }

  /** An integer, as short as it can be. */
  public BigInteger integer(String field) throws FormatException {
    byte[] content = content(Tag.INTEGER, field);
    if (content.length == 0) {
      throw malformed(field + " is an empty integer");
    }
    if (content.length > 1
        && (content[0] == 0 && content[1] >= 0 || content[0] == -1 && content[1] < 0)) {
      throw malformed(field + " is an integer with a needless first octet");
    }
    return new BigInteger(content);
  }

  /** An object identifier, dotted. */
  public String oid(String field) throws FormatException {
    byte[] content = content(Tag.OBJECT_IDENTIFIER, field);
    if (content.length == 0 || content.length > Oid.MAX_OCTETS) {
      throw malformed("%s is an object identifier of %d octets".formatted(field, content.length));
    }
    String dotted = Oid.decode(content);
    if (dotted.isEmpty()) {
      throw malformed(field + " is no object identifier");
    }
    return dotted;
  }

  /** Passes over a NULL. */
  public void nothing(String field) throws FormatException {
    if (header(Tag.NULL, field) != 0) {
      throw malformed(field + " is a NULL with content");
    }
  }

  /** Checks that nothing follows. */
  public void end(String field) throws FormatException {
    if (more()) {
      throw malformed("%d bytes after %s".formatted(end - position, field));
    }
  }

  /** The failure that the value breaks its format, because of {@code why}. */
  public FormatException malformed(String why) {
    return new FormatException("%s, byte %d: %s".formatted(structure, position, why));
  }

  private int header(int tag, String field) throws FormatException {
    if (!more()) {
      throw malformed(field + " is missing");
    }
    int found = bytes[position] & 0xff;
    if (found != tag) {
      throw malformed("%s has tag 0x%02x, expected 0x%02x".formatted(field, found, tag));
    }
    if ((found & TAG_NUMBER_MASK) == TAG_NUMBER_MASK) {
      throw malformed(field + " has a tag of several octets");
    }
    position++;
    int length = length(field);
    if (length > end - position) {
      throw malformed("%s has %d bytes, %d are left".formatted(field, length, end - position));
    }
    return length;
  }

  private int length(String field) throws FormatException {
    int first = octet(field);
    if (first < LONG_LENGTH) {
      return first;
    }
    int count = first - LONG_LENGTH;
    if (count == 0) {
      throw malformed(field + " has an indefinite length, which DER forbids");
    }
    if (count > MAX_LENGTH_OCTETS) {
      throw malformed("%s has a length of %d octets".formatted(field, count));
    }
    long length = 0;
    for (int i = 0; i < count; i++) {
      length = length << 8 | octet(field);
    }
    if (length < LONG_LENGTH || length >>> 8 * (count - 1) == 0) {
      throw malformed(field + " has a length in a longer form than needed");
    }
    if (length > Integer.MAX_VALUE) {
      throw malformed("%s has a length of %d".formatted(field, length));
    }
    return (int) length;
  }

  private int octet(String field) throws FormatException {
    if (!more()) {
      throw malformed(field + " ends within its length");
    }
    return bytes[position++] & 0xff;
  }
}
