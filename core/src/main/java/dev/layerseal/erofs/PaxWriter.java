package dev.layerseal.erofs;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.layerseal.tree.DeviceNumber;
import dev.layerseal.tree.Xattrs;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A tar archive in pax format: a ustar header for each entry, and in front of it a header of type
 * {@code x} for what does not fit. Extended attributes are {@code SCHILY.xattr} records.
 */
final class PaxWriter {

  private static final int BLOCK = 512;
  private static final int NAME_FIELD = 100;
  private static final int OCTAL_7 = 07777777;
  private static final long OCTAL_11 = 077777777777L;

  private final OutputStream out;

  PaxWriter(OutputStream out) {
    this.out = out;
  }

  Header header(char type, byte[] path, ImageInode inode, Xattrs xattrs) {
    return new Header(type, path, inode, xattrs);
  }

  void content(byte[] bytes, int length) throws IOException {
    out.write(bytes, 0, length);
  }

  /** Fills the last block of a content of {@code size} bytes. */
  void pad(long size) throws IOException {
    out.write(new byte[(int) (-size & BLOCK - 1)]);
  }

  /** The two zero blocks at the end. */
  void finish() throws IOException {
    out.write(new byte[2 * BLOCK]);
    out.flush();
  }

  /** One entry, from its inode and what is added to it. */
  final class Header {

    private final char type;
    private final byte[] path;
    private final ImageInode inode;
    private final Xattrs xattrs;
    private byte[] link = new byte[0];
    private long size;
    private @Nullable DeviceNumber device;
    private final ByteArrayOutputStream records = new ByteArrayOutputStream();

    private Header(char type, byte[] path, ImageInode inode, Xattrs xattrs) {
      this.type = type;
      this.path = path;
      this.inode = inode;
      this.xattrs = xattrs;
    }

    Header link(byte[] target) {
      if (link.length == 0) {
        link = target;
      }
      return this;
    }

    Header size(long bytes) {
      size = bytes;
      return this;
    }

    Header device(DeviceNumber number) {
      device = number;
      return this;
    }

    void write() throws IOException {
      byte[] block = ustar(type, path);
      name(block, 157, link, "linkpath");
      number(block, 108, 8, inode.disk().uid(), OCTAL_7, "uid");
      number(block, 116, 8, inode.disk().gid(), OCTAL_7, "gid");
      number(block, 124, 12, size, OCTAL_11, "size");
      time(block);
      DeviceNumber number = device == null ? new DeviceNumber(0, 0) : device;
      octal(block, 329, 8, number.major());
      octal(block, 337, 8, number.minor());
      for (Xattrs.Entry xattr : xattrs.entries()) {
        record(concat("SCHILY.xattr.".getBytes(US_ASCII), xattr.name()), xattr.value());
      }
      if (records.size() > 0) {
        pax();
      }
      checksum(block);
      out.write(block);
    }

    private byte[] ustar(char kind, byte[] name) {
      byte[] block = new byte[BLOCK];
      name(block, 0, name, "path");
      octal(block, 100, 8, inode.disk().mode() & 07777);
      octal(block, 108, 8, 0);
      octal(block, 116, 8, 0);
      octal(block, 124, 12, 0);
      octal(block, 136, 12, 0);
      block[156] = (byte) kind;
      System.arraycopy("ustar\u000000".getBytes(US_ASCII), 0, block, 257, 8);
      octal(block, 329, 8, 0);
      octal(block, 337, 8, 0);
      return block;
    }

    private void time(byte[] block) {
      long seconds = inode.mtime();
      boolean plain = seconds >= 0 && seconds <= OCTAL_11;
      octal(block, 136, 12, plain ? seconds : 0);
      if (!plain || inode.nanos() != 0) {
        record("mtime", timeText(seconds, inode.nanos()));
      }
    }

    private void name(byte[] block, int at, byte[] name, String key) {
      System.arraycopy(name, 0, block, at, Math.min(NAME_FIELD, name.length));
      if (name.length > NAME_FIELD) {
        record(key.getBytes(US_ASCII), name);
      }
    }

    private void number(byte[] block, int at, int width, long value, long limit, String key) {
      octal(block, at, width, value <= limit ? value : 0);
      if (value > limit) {
        record(key, Long.toString(value));
      }
    }

    private void pax() throws IOException {
      byte[] content = records.toByteArray();
      byte[] block = ustarBare();
      octal(block, 124, 12, content.length);
      checksum(block);
      out.write(block);
      out.write(content);
      pad(content.length);
    }

    private byte[] ustarBare() {
      byte[] block = ustar('x', "PaxHeaders/x".getBytes(US_ASCII));
      octal(block, 100, 8, 0644);
      return block;
    }

    private void record(String key, String value) {
      record(key.getBytes(US_ASCII), value.getBytes(US_ASCII));
    }

    /** A record begins with its own length in decimal, which counts its own digits. */
    private void record(byte[] key, byte[] value) {
      int rest = 3 + key.length + value.length;
      int length = rest;
      while (length != rest + Integer.toString(length).length()) {
        length = rest + Integer.toString(length).length();
      }
      records.writeBytes((length + " ").getBytes(US_ASCII));
      records.writeBytes(key);
      records.write('=');
      records.writeBytes(value);
      records.write('\n');
    }
  }

  /** Seconds with a fraction; before 1970 the fraction counts down, as pax has it. */
  static String timeText(long seconds, long nanos) {
    if (nanos == 0) {
      return Long.toString(seconds);
    }
    java.math.BigDecimal value =
        java.math.BigDecimal.valueOf(seconds).add(java.math.BigDecimal.valueOf(nanos, 9));
    return value.stripTrailingZeros().toPlainString();
  }

  private static byte[] concat(byte[] a, byte[] b) {
    byte[] both = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, both, a.length, b.length);
    return both;
  }

  private static void octal(byte[] block, int at, int width, long value) {
    String digits = Long.toOctalString(value);
    Arrays.fill(block, at, at + width - 1, (byte) '0');
    byte[] text = digits.getBytes(US_ASCII);
    System.arraycopy(text, 0, block, at + width - 1 - text.length, text.length);
    block[at + width - 1] = 0;
  }

  private static void checksum(byte[] block) {
    Arrays.fill(block, 148, 156, (byte) ' ');
    int sum = 0;
    for (byte b : block) {
      sum += b & 0xff;
    }
    octal(block, 148, 7, sum);
    block[154] = 0;
    block[155] = ' ';
  }
}
