package dev.layerseal.erofs.mkfs;

import java.io.IOException;

/**
 * Gathers writes that lie side by side, or one over the other, into few of the file: most files of
 * an image are small. Who reads the file flushes this first. For one thread.
 */
final class GatheredWrites {

  private static final int CAPACITY = 1 << 19;

  private final Spool target;
  private final byte[] bytes = new byte[CAPACITY];
  private long start;
  private int filled;

  GatheredWrites(Spool target) {
    this.target = target;
  }

  void write(long position, byte[] source, int offset, int length) throws IOException {
    if (length > CAPACITY) {
      flush();
      target.write(position, source, offset, length);
      return;
    }
    System.arraycopy(source, offset, bytes, reserve(position, length), length);
  }

  /** Writes {@code length} bytes that are in another file from {@code from} on. */
  void copy(Spool source, long from, long position, long length) throws IOException {
    for (long done = 0; done < length; ) {
      int count = (int) Math.min(length - done, CAPACITY);
      source.read(from + done, bytes, reserve(position + done, count), count);
      done += count;
    }
  }

  /** Writes zeros. */
  void zeros(long position, int length) throws IOException {
    write(position, new byte[length], 0, length);
  }

  /** Makes room for bytes at that position of the file; says where they go. */
  private int reserve(long position, int length) throws IOException {
    long at = position - start;
    if (at < 0 || at > filled || at + length > CAPACITY) {
      flush();
      start = position;
      at = 0;
    }
    filled = Math.max(filled, (int) at + length);
    return (int) at;
  }

  void flush() throws IOException {
    target.write(start, bytes, 0, filled);
    filled = 0;
  }
}
