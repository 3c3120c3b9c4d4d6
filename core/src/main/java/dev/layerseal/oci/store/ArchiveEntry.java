package dev.layerseal.oci.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.layerseal.error.FormatException;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;

/**
 * Where a regular file stands in a tar archive. Only what archives of layouts have is read: ustar
 * headers, pax paths and sizes, GNU long names.
 *
 * @param offset of the content in the archive, in bytes
 */
record ArchiveEntry(long offset, long size) {

  private static final int BLOCK = 512;
  private static final int NAME = 100;
  private static final int SIZE_AT = 124;
  private static final int CHECKSUM_AT = 148;
  private static final int TYPE_AT = 156;
  private static final int MAGIC_AT = 257;
  private static final int PREFIX_AT = 345;
  private static final int MAX_ENTRIES = 1_000_000;
  private static final int MAX_EXTENSION = 1 << 20;

  /** The regular files of an archive by their path, without a leading {@code ./}. */
  static Map<String, ArchiveEntry> scan(InputStream in) throws IOException, FormatException {
    return new Scan(in).run();
  }

  private static final class Scan {
    private final InputStream in;
    private final Map<String, ArchiveEntry> found = new HashMap<>();
    private long position;
    private String longName = "";
    private long longSize = -1;

    Scan(InputStream in) {
      this.in = in;
    }

    Map<String, ArchiveEntry> run() throws IOException, FormatException {
      for (byte[] header = take(BLOCK); header.length == BLOCK; header = take(BLOCK)) {
        if (isEnd(header)) {
          return found;
        }
        entry(header);
      }
      if (position == 0) {
        throw new FormatException("no tar archive: it is empty");
      }
      return found;
    }

    private void entry(byte[] header) throws IOException, FormatException {
      checkSum(header);
      char type = (char) header[TYPE_AT];
      boolean extension = type == 'x' || type == 'L' || type == 'K' || type == 'g';
      long size = longSize >= 0 && !extension ? longSize : size(header);
      if (extension) {
        extend(type, size);
        return;
      }
      if ((type == '0' || type == 0) && found.size() < MAX_ENTRIES) {
        // The last of several files of one name is what unpacking would leave.
        found.put(
            clean(longName.isEmpty() ? name(header) : longName), new ArchiveEntry(position, size));
      }
      longName = "";
      longSize = -1;
      pass(size);
      pass(-size & (BLOCK - 1));
    }

    private void extend(char type, long size) throws IOException, FormatException {
      if (size > MAX_EXTENSION) {
        throw malformed("an extended header of %d bytes".formatted(size));
      }
      byte[] content = take((int) size);
      pass(-size & (BLOCK - 1));
      if (type == 'L') {
        longName = text(content, 0, content.length);
      } else if (type == 'x') {
        pax(new String(content, UTF_8));
      }
    }

    private void pax(String records) throws FormatException {
      for (String record : records.split("\n", -1)) {
        int blank = record.indexOf(' ');
        String pair = record.substring(blank + 1);
        if (pair.startsWith("path=")) {
          longName = pair.substring(5);
        } else if (pair.startsWith("size=") && pair.substring(5).matches("[0-9]{1,18}")) {
          longSize = Long.parseLong(pair.substring(5));
        }
      }
    }

    private long size(byte[] header) throws FormatException {
      if ((header[SIZE_AT] & 0x80) != 0) {
        long value = header[SIZE_AT] & 0x7f;
        for (int i = 1; i < 12; i++) {
          value = value << 8 | header[SIZE_AT + i] & 0xff;
        }
        if (value < 0) {
          throw malformed("a negative size");
        }
        return value;
      }
      return octal(header, SIZE_AT, 12);
    }

    private void checkSum(byte[] header) throws FormatException {
      long sum = 0;
      for (int i = 0; i < BLOCK; i++) {
        boolean blank = i >= CHECKSUM_AT && i < CHECKSUM_AT + 8;
        sum += blank ? ' ' : header[i] & 0xff;
      }
      if (sum != octal(header, CHECKSUM_AT, 8)) {
        throw malformed("the header's checksum is wrong");
      }
    }

    private long octal(byte[] header, int at, int length) throws FormatException {
      String digits = text(header, at, length).trim();
      if (!digits.matches("[0-7]{0,12}")) {
        throw malformed("\"%s\" is no octal number".formatted(digits));
      }
      return digits.isEmpty() ? 0 : Long.parseLong(digits, 8);
    }

    private static String name(byte[] header) {
      boolean posix = text(header, MAGIC_AT, 6).equals("ustar");
      String prefix = posix ? text(header, PREFIX_AT, 155) : "";
      String name = text(header, 0, NAME);
      return prefix.isEmpty() ? name : prefix + "/" + name;
    }

    private static String clean(String name) {
      String shorter = name;
      while (shorter.startsWith("./")) {
        shorter = shorter.substring(2);
      }
      return shorter;
    }

    private static String text(byte[] bytes, int at, int length) {
      int end = at;
      while (end < at + length && bytes[end] != 0) {
        end++;
      }
      return new String(bytes, at, end - at, UTF_8);
    }

    private static boolean isEnd(byte[] header) {
      for (byte b : header) {
        if (b != 0) {
          return false;
        }
      }
      return true;
    }

    private FormatException malformed(String why) {
      return new FormatException("tar header at 0x%x: %s".formatted(position - BLOCK, why));
    }

    private byte[] take(int length) throws IOException {
      byte[] bytes = in.readNBytes(length);
      position += bytes.length;
      return bytes;
    }

    private void pass(long length) throws IOException {
      in.skipNBytes(length);
      position += length;
    }
  }
}
