package dev.layerseal.notary;

import dev.layerseal.error.FormatException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads CBOR that has only one reading: definite lengths, the shortest form of every number, no key
 * twice, nothing behind the value, at most {@value #MAX_DEPTH} levels.
 */
final class CborReader {

  private static final int MAX_DEPTH = 16;
  private static final int MAX_ELEMENTS = 1000;

  private final byte[] bytes;
  private int position;
  private int depth;

  private CborReader(byte[] bytes) {
    this.bytes = bytes;
  }

  static CborValue read(byte[] bytes) throws FormatException {
    CborReader reader = new CborReader(bytes);
    CborValue value = reader.value();
    if (reader.position != bytes.length) {
      throw reader.malformed("more bytes follow");
    }
    return value;
  }

  private CborValue value() throws FormatException {
    int initial = take(1)[0] & 0xff;
    int kind = initial >> 5;
    if (kind == 7) {
      return simple(initial);
    }
    long argument = argument(initial & 0x1f);
    return switch (kind) {
      case 0 -> new CborValue.Int(argument);
      case 1 -> new CborValue.Int(-1 - argument);
      case 2 -> new CborValue.Bytes(take(argument));
      case 3 -> new CborValue.Text(text(take(argument)));
      case 4 -> array(argument);
      case 5 -> map(argument);
      default -> tagged(argument);
    };
  }

  private CborValue simple(int initial) throws FormatException {
    return switch (initial) {
      case 0xf4 -> new CborValue.Bool(false);
      case 0xf5 -> new CborValue.Bool(true);
      case 0xf6 -> new CborValue.Null();
      default -> throw malformed("0x%02x is no value that envelopes use".formatted(initial));
    };
  }

  private long argument(int information) throws FormatException {
    if (information < 24) {
      return information;
    }
    if (information > 27) {
      throw malformed("an indefinite length");
    }
    int width = 1 << (information - 24);
    long value = 0;
    for (byte octet : take(width)) {
      value = value << 8 | octet & 0xff;
    }
    long least = width == 1 ? 24 : 1L << 4 * width;
    if (value < 0 || value < least) {
      throw malformed(value < 0 ? "a number past 2^63" : "a number longer than it has to be");
    }
    return value;
  }

  private CborValue array(long count) throws FormatException {
    enter(count);
    List<CborValue> elements = new ArrayList<>();
    for (long i = 0; i < count; i++) {
      elements.add(value());
    }
    depth--;
    return new CborValue.Array(List.copyOf(elements));
  }

  private CborValue map(long count) throws FormatException {
    enter(count);
    List<CborValue.Entry> entries = new ArrayList<>();
    Set<CborValue> keys = new HashSet<>();
    for (long i = 0; i < count; i++) {
      CborValue key = value();
      if (!(key instanceof CborValue.Int) && !(key instanceof CborValue.Text)) {
        throw malformed("a key that is neither a number nor a text");
      }
      if (!keys.add(key)) {
        throw malformed("the key %s stands twice".formatted(key));
      }
      entries.add(new CborValue.Entry(key, value()));
    }
    depth--;
    return new CborValue.Map(List.copyOf(entries));
  }

  private CborValue tagged(long tag) throws FormatException {
    enter(1);
    CborValue value = new CborValue.Tagged(tag, value());
    depth--;
    return value;
  }

  private void enter(long count) throws FormatException {
    if (++depth > MAX_DEPTH) {
      throw malformed("more than %d levels".formatted(MAX_DEPTH));
    }
    if (count > MAX_ELEMENTS) {
      throw malformed("%d elements, more than %d".formatted(count, MAX_ELEMENTS));
    }
  }

  private String text(byte[] utf8) throws FormatException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
    } catch (CharacterCodingException e) {
      throw new FormatException("cbor at byte %d: text is not UTF-8".formatted(position), e);
    }
  }

  private byte[] take(long length) throws FormatException {
    if (length > bytes.length - position) {
      throw malformed("%d bytes expected, %d left".formatted(length, bytes.length - position));
    }
    int from = position;
    position += (int) length;
    return Arrays.copyOfRange(bytes, from, position);
  }

  private FormatException malformed(String why) {
    return new FormatException("cbor at byte %d: %s".formatted(position, why));
  }
}
