package dev.layerseal.notary;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Writes CBOR in its deterministic form (RFC 8949 section 4.2.1): keys in the order of their bytes.
 */
final class CborWriter {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private CborWriter() {}

  static byte[] write(CborValue value) {
    CborWriter writer = new CborWriter();
    writer.value(value);
    return writer.out.toByteArray();
  }

  private void value(CborValue value) {
    if (value instanceof CborValue.Int number) {
      long n = number.value();
      head(n < 0 ? 1 : 0, n < 0 ? -1 - n : n);
    } else if (value instanceof CborValue.Bytes bytes) {
      head(2, bytes.value().length);
      out.writeBytes(bytes.value());
    } else if (value instanceof CborValue.Text text) {
      byte[] utf8 = text.value().getBytes(StandardCharsets.UTF_8);
      head(3, utf8.length);
      out.writeBytes(utf8);
    } else if (value instanceof CborValue.Array array) {
      head(4, array.elements().size());
      array.elements().forEach(this::value);
    } else if (value instanceof CborValue.Map map) {
      map(map.entries());
    } else if (value instanceof CborValue.Tagged tagged) {
      head(6, tagged.tag());
      value(tagged.value());
    } else if (value instanceof CborValue.Bool bool) {
      out.write(bool.value() ? 0xf5 : 0xf4);
    } else {
      out.write(0xf6);
    }
  }

  private void map(List<CborValue.Entry> entries) {
    head(5, entries.size());
    entries.stream()
        .map(entry -> List.of(write(entry.key()), write(entry.value())))
        .sorted((left, right) -> Arrays.compareUnsigned(left.get(0), right.get(0)))
        .forEach(entry -> entry.forEach(out::writeBytes));
  }

  private void head(int kind, long argument) {
    int width =
        argument < 24
            ? 0
            : argument < 1L << 8 ? 1 : argument < 1L << 16 ? 2 : argument < 1L << 32 ? 4 : 8;
    if (width == 0) {
      out.write(kind << 5 | (int) argument);
      return;
    }
    out.write(kind << 5 | 24 + Integer.numberOfTrailingZeros(width));
    for (int i = width - 1; i >= 0; i--) {
      out.write((int) (argument >>> 8 * i));
    }
  }
}
