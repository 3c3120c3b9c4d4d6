package dev.layerseal.verity;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** A temporary file that grows at its end and is read at any place. */
final class SpillFile implements Closeable {

  private final FileChannel channel;
  private long size;

  /**
   * @param channel an empty file, closed with this
   */
  SpillFile(FileChannel channel) {
    this.channel = channel;
  }

  long size() {
    return size;
  }

  void append(byte[] bytes, int offset, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
    while (buffer.hasRemaining()) {
      size += channel.write(buffer, size);
    }
  }

  void read(long position, byte[] out, int at, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(out, at, length);
    while (buffer.hasRemaining()) {
      int got = channel.read(buffer, position + buffer.position() - at);
      if (got < 0) {
        throw new EOFException("a temporary file became shorter");
      }
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
