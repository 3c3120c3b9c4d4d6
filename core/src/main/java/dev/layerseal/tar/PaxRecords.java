package dev.layerseal.tar;

import dev.layerseal.error.UnsupportedFeatureException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The records of one pax header, {@code "LENGTH KEY=VALUE\n"} each, as the reference tool reads
 * them: looser than POSIX in the numbers, and without the keys that do not change an image.
 */
final class PaxRecords {

  private static final String SCHILY_XATTR = "SCHILY.xattr.";
  private static final String LIBARCHIVE_XATTR = "LIBARCHIVE.xattr.";
  private static final String SPARSE = "GNU.sparse.";

  private final TarDialect dialect;
  private final long offset;
  private final PaxValues values;

  /**
   * @param offset of the pax header, for messages
   * @param values where the records are set
   */
  PaxRecords(TarDialect dialect, long offset, PaxValues values) {
    this.dialect = dialect;
    this.offset = offset;
    this.values = values;
  }

  void read(byte[] records) throws UnsupportedFeatureException {
    int position = 0;
    while (position < records.length) {
      DecimalText number = DecimalText.parse(records, position, records.length);
      int length = (int) number.value(); // cut as scanf's %d does
      int prefix = number.afterSpace() - position;
      if (!number.found() || length <= prefix || length > records.length - position) {
        throw refused("a pax record has no valid length");
      }
      int end = position + length - 1;
      if (records[end] != '\n') {
        throw refused("a pax record does not end in a line feed");
      }
      record(records, position + prefix, end);
      position += length;
    }
  }

  private void record(byte[] records, int start, int end) throws UnsupportedFeatureException {
    int equals = start;
    while (equals < end && records[equals] != '=') {
      equals++;
    }
    if (equals == end) {
      throw refused("a pax record has no equals sign");
    }
    set(Arrays.copyOfRange(records, start, equals), Arrays.copyOfRange(records, equals + 1, end));
  }

  private void set(byte[] key, byte[] value) throws UnsupportedFeatureException {
    byte[] text = Bytes.text(value, 0, value.length);
    boolean name = "path".equals(text(key)) || "linkpath".equals(text(key));
    if (dialect.isComposefs() && name && text.length < value.length) {
      throw refused("pax %s holds a zero byte".formatted(text(key)));
    }
    switch (text(key)) {
      case "path" -> values.path = unset(text) ? null : path(text);
      case "linkpath" -> values.link = unset(text) ? null : text;
      case "size" -> values.size = unset(text) ? null : size(text);
      case "uid" -> values.uid = unset(text) ? null : number("uid", text);
      case "gid" -> values.gid = unset(text) ? null : number("gid", text);
      case "mtime" -> modified(text);
      default -> xattr(key, value);
    }
  }

  private static String text(byte[] key) {
    return new String(key, StandardCharsets.ISO_8859_1);
  }

  /** Whether an empty value takes back what was set before. */
  private boolean unset(byte[] text) {
    return text.length == 0 && !dialect.isOld();
  }

  /** composefs-rs takes the slash at the end of an old directory's name for its type. */
  private byte[] path(byte[] text) {
    return dialect.isComposefs() ? text : Bytes.withoutTrailingSlashes(text);
  }

  private void xattr(byte[] key, byte[] value) throws UnsupportedFeatureException {
    if (Bytes.startsWith(key, SCHILY_XATTR)) {
      values.xattr(Arrays.copyOfRange(key, SCHILY_XATTR.length(), key.length), value);
    } else if (Bytes.startsWith(key, LIBARCHIVE_XATTR) && !dialect.isComposefs()) {
      byte[] name = Arrays.copyOfRange(key, LIBARCHIVE_XATTR.length(), key.length);
      values.xattr(
          LibarchiveXattr.name(name),
          LibarchiveXattr.value(value, dialect)
              .orElseThrow(() -> refused("a LIBARCHIVE.xattr value is no base64 text")));
    } else if (Bytes.startsWith(key, SPARSE)) {
      values.sparse = true;
    }
  }

  private long size(byte[] text) throws UnsupportedFeatureException {
    long size = number("size", text);
    if (size < 0) {
      throw refused("pax size is negative: " + size);
    }
    return size;
  }

  private long number(String key, byte[] text) throws UnsupportedFeatureException {
    DecimalText number = DecimalText.parse(text, 0, text.length);
    boolean negative = dialect.isComposefs() && number.value() < 0;
    if (!number.found() || number.afterSpace() != text.length || negative) {
      throw refused("pax %s is no number: %s".formatted(key, Bytes.printable(text)));
    }
    return number.value();
  }

  private void modified(byte[] text) throws UnsupportedFeatureException {
    if (unset(text)) {
      values.modified = null;
      values.nanoseconds = 0;
      return;
    }
    PaxTime time =
        PaxTime.parse(text, dialect)
            .filter(found -> !dialect.isComposefs() || found.seconds() >= 0)
            .orElseThrow(() -> refused("pax mtime is no time: " + Bytes.printable(text)));
    values.modified = time.seconds();
    values.nanoseconds = time.nanoseconds();
  }

  private UnsupportedFeatureException refused(String why) {
    return Refusal.byTool(offset, why);
  }
}
