package dev.layerseal.erofs.mkfs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Gathers what goes to a file one behind the other, and writes it in large pieces. */
final class WriteBuffer {

  private static final int SIZE = 1 << 18;

  private final FileChannel file;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(SIZE);

  /** Where the first byte of the buffer belongs. */
  private long start;

  WriteBuffer(FileChannel file) {
    this.file = file;
  }

  /** Where in the file the next byte goes. */
  long position() {
    return start + buffer.position();
  }

  /** Goes on at {@code position}. A gap in front of it may be filled with zeros, or left. */
  void moveTo(long position) throws IOException {
    long gap = position - position();
    if (gap < 0 || gap > buffer.remaining()) {
      flush();
      start = position;
    } else {
      buffer.put(new byte[(int) gap]);
    }
  }

  void put(byte[] bytes, int offset, int length) throws IOException {
    int done = 0;
    while (done < length) {
      int part = Math.min(length - done, buffer.remaining());
      buffer.put(bytes, offset + done, part);
      done += part;
      if (!buffer.hasRemaining()) {
        flush();
      }
    }
  }

  /** Writes what is gathered. */
  void flush() throws IOException {
    buffer.flip();
    while (buffer.hasRemaining()) {
      start += file.write(buffer, start);
    }
    buffer.clear();
  }
}
