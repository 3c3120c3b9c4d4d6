package dev.layerseal.erofs.mkfs;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/**
 * Writes layers to standard output that are too large to be kept: {@code long} has a file of 4 GiB
 * and some more, {@code many} 150,000 entries in folders of 100, {@code wide} a folder of 70,000
 * files, {@code folders} one of 70,000 folders.
 */
final class LargeTar {

  private static final long LONG = (4L << 30) + 12_345;
  private static final int PIECE = 1 << 20;
  private static final int MANY = 150_000;
  private static final int WIDE = 70_000;
  private static final int FOLDER = 100;

  private final OutputStream out;

  private LargeTar(OutputStream out) {
    this.out = out;
  }

  public static void main(String[] arguments) throws IOException {
    try (OutputStream out =
        new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), PIECE)) {
      LargeTar tar = new LargeTar(out);
      tar.directory("./");
      switch (arguments[0]) {
        case "long" -> tar.longFile();
        case "many" -> tar.many();
        case "wide" -> tar.wide('0');
        case "folders" -> tar.wide('5');
        default -> throw new IllegalArgumentException(arguments[0]);
      }
      out.write(new byte[1024]);
    }
  }

  /** Zeros, with their place at the start of each mebibyte. */
  private void longFile() throws IOException {
    entry(new TarBytes.Header('0', "long").size(LONG));
    byte[] piece = new byte[PIECE];
    for (long at = 0; at < LONG; at += PIECE) {
      ByteBuffer.wrap(piece).putLong(at);
      out.write(piece, 0, (int) Math.min(PIECE, LONG - at));
    }
    out.write(new byte[(int) (-LONG & 511)]);
    file("small", 7);
  }

  private void many() throws IOException {
    for (int i = 0; i < MANY; i++) {
      if (i % FOLDER == 0) {
        directory("%04d/".formatted(i / FOLDER));
      } else {
        file("%04d/file-%d".formatted(i / FOLDER, i), i % 700);
      }
    }
  }

  private void wide(char type) throws IOException {
    directory("wide/");
    for (int i = 0; i < WIDE; i++) {
      String name = "wide/child-%d".formatted(i);
      if (type == '5') {
        directory(name);
      } else {
        file(name, i % 3);
      }
    }
  }

  private void directory(String name) throws IOException {
    entry(new TarBytes.Header('5', name).mode(0755));
  }

  private void file(String name, int size) throws IOException {
    entry(new TarBytes.Header('0', name).size(size));
    byte[] content = new byte[size + 511 & -512];
    for (int i = 0; i < size; i++) {
      content[i] = (byte) (i * 7);
    }
    out.write(content);
  }

  private void entry(TarBytes.Header header) throws IOException {
    out.write(header.sealed());
  }
}
