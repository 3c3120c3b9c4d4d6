package dev.layerseal.erofs.mkfs;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** A file written and read at any place. */
final class Spool implements AutoCloseable {

  private static final int PIECE = 1 << 18;

  private final FileChannel channel;
  private @Nullable ByteBuffer piece;

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

  /** Copies a part of the file to another one. Not for two threads at once. */
  void copy(long from, Spool target, long to, long length) throws IOException {
    ByteBuffer buffer = piece == null ? ByteBuffer.allocateDirect(PIECE) : piece;
    piece = buffer;
    for (long at = 0; at < length; at += buffer.limit()) {
      buffer.clear().limit((int) Math.min(PIECE, length - at));
      read(from + at, buffer);
      buffer.flip();
      target.write(to + at, buffer);
    }
  }

  private void write(long position, ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      position += channel.write(buffer, position);
    }
  }

  private void read(long position, ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      int count = channel.read(buffer, position + buffer.position());
      if (count < 0) {
        throw new EOFException("a temporary file ends early");
      }
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
