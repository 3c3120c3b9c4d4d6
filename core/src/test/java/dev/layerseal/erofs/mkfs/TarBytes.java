package dev.layerseal.erofs.mkfs;

import dev.layerseal.bytes.ByteWriter;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Writes tar archives for tests, with any field as the test wants it. */
public final class TarBytes {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /** One header, filled with sound values at first. */
  public static final class Header {

    private final byte[] block = new byte[512];

    /** An entry of the type with mode 0644, owner 0 and mtime 1700000000. */
    public Header(char type, String name) {
      block[156] = (byte) type;
      text(257, 8, "ustar\00000");
      name(name);
      mode(0644).uid(0).gid(0).size(0).modified(1700000000L);
    }

    public Header name(String name) {
      return text(0, 100, name);
    }

    public Header prefix(String prefix) {
      return text(345, 155, prefix);
    }

    public Header link(String target) {
      return text(157, 100, target);
    }

    public Header mode(int mode) {
      return text(100, 8, "%07o".formatted(mode));
    }

    public Header uid(long uid) {
      return text(108, 8, "%07o".formatted(uid));
    }

    public Header gid(long gid) {
      return text(116, 8, "%07o".formatted(gid));
    }

    public Header size(long size) {
      return text(124, 12, "%011o".formatted(size));
    }

    public Header modified(long seconds) {
      return text(136, 12, "%011o".formatted(seconds));
    }

    public Header device(int major, int minor) {
      return text(329, 8, "%07o".formatted(major)).text(337, 8, "%07o".formatted(minor));
    }

    /** Any field: the text, then NULs; text is taken as Latin-1. */
    public Header text(int offset, int length, String text) {
      return field(offset, length, text.getBytes(StandardCharsets.ISO_8859_1));
    }

    public Header field(int offset, int length, byte[] value) {
      java.util.Arrays.fill(block, offset, offset + length, (byte) 0);
      System.arraycopy(value, 0, block, offset, Math.min(length, value.length));
      return this;
    }

    byte[] sealed() {
      text(148, 8, "        ");
      int sum = 0;
      for (int i = 0; i < 500; i++) {
        sum += block[i] & 0xff;
      }
      text(148, 8, "%06o\0 ".formatted(sum));
      return block;
    }
  }

  public TarBytes add(Header header) {
    out.writeBytes(header.sealed());
    return this;
  }

  /** A header and its content, padded; the header's size is set. */
  public TarBytes add(Header header, byte[] content) {
    return add(header.size(content.length)).raw(padded(content));
  }

  public TarBytes file(String name, String content) {
    return add(new Header('0', name), content.getBytes(StandardCharsets.ISO_8859_1));
  }

  public TarBytes directory(String name) {
    return add(new Header('5', name).mode(0755));
  }

  /** A pax header with the given keys and values. */
  public TarBytes pax(String... keysAndValues) {
    return pax('x', keysAndValues);
  }

  public TarBytes pax(char type, String... keysAndValues) {
    ByteArrayOutputStream records = new ByteArrayOutputStream();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      records.writeBytes(record(keysAndValues[i], keysAndValues[i + 1]));
    }
    return add(new Header(type, "PaxHeader/x"), records.toByteArray());
  }

  /** One pax record; text is taken as Latin-1. */
  public static byte[] record(String key, String value) {
    int rest = key.length() + value.length() + 3;
    int length = rest + 1;
    while (String.valueOf(length).length() + rest != length) {
      length = String.valueOf(length).length() + rest;
    }
    return "%d %s=%s\n".formatted(length, key, value).getBytes(StandardCharsets.ISO_8859_1);
  }

  /** A GNU long name ({@code L}) or long link ({@code K}). */
  public TarBytes longName(char type, String name) {
    return add(
        new Header(type, "././@LongLink"), (name + "\0").getBytes(StandardCharsets.ISO_8859_1));
  }

  public TarBytes raw(byte[] bytes) {
    out.writeBytes(bytes);
    return this;
  }

  public TarBytes zeros(int count) {
    return raw(new byte[count]);
  }

  /** The archive with its end mark. */
  public byte[] end() {
    return zeros(1024).toByteArray();
  }

  /** The archive as it is. */
  public byte[] toByteArray() {
    return out.toByteArray();
  }

  private static byte[] padded(byte[] content) {
    return new ByteWriter(content.length + 512).bytes(content).align(512).toByteArray();
  }
}
