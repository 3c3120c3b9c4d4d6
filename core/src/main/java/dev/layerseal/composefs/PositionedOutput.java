package dev.layerseal.composefs;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** An output that knows how far it is, so that what is not written becomes zero. */
final class PositionedOutput {

  private static final int BUFFER = 1 << 16;
  private static final byte[] ZEROS = new byte[4096];

  private final OutputStream out;
  private long position;

  PositionedOutput(OutputStream out) {
    this.out = new BufferedOutputStream(out, BUFFER);
  }

  long position() {
    return position;
  }

  void write(byte[] bytes) throws IOException {
    write(bytes, 0, bytes.length);
  }

  void write(byte[] bytes, int offset, int length) throws IOException {
    out.write(bytes, offset, length);
    position += length;
  }

  /** Writes zeros up to {@code end}, which must not lie behind. */
  void zerosTo(long end) throws IOException {
    if (end < position) {
      throw new IllegalStateException("output is at " + position + ", past " + end);
    }
    while (position < end) {
      write(ZEROS, 0, (int) Math.min(ZEROS.length, end - position));
    }
  }

  void flush() throws IOException {
    out.flush();
  }
}
