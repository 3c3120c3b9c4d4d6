package dev.layerseal.erofs.mkfs;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file written and read at any place. */
final class Spool implements AutoCloseable {

  private final FileChannel channel;

  /**
   * @param channel a file, closed with this
   */
  Spool(FileChannel channel) {
    this.channel = channel;
  }

  /** Opens a file, and makes it where there is none. */
  static Spool open(Path file) throws IOException {
    return new Spool(
        FileChannel.open(
            file, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE));
  }

  void write(long position, byte[] bytes, int offset, int length) throws IOException {
    write(position, ByteBuffer.wrap(bytes, offset, length));
  }

  void read(long position, byte[] bytes, int offset, int length) throws IOException {
    if (readUpTo(position, bytes, offset, length) < length) {
      throw new EOFException("a temporary file ends early");
    }
  }

  /** Reads as much as there is; gives its length. */
  int readUpTo(long position, byte[] bytes, int offset, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
    while (buffer.hasRemaining()) {
      int count = channel.read(buffer, position + buffer.position() - offset);
      if (count < 0) {
        break;
      }
    }
    return buffer.position() - offset;
  }

  private void write(long position, ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      position += channel.write(buffer, position);
    }
  }

  /** Cuts the file, or makes it longer with zeros. */
  void length(long length) throws IOException {
    channel.truncate(length);
    if (channel.size() < length) {
      write(length - 1, new byte[1], 0, 1);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
