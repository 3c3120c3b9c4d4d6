package dev.layerseal.verity;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A temporary file that only its owner can read, and that is gone when it is closed: on POSIX
 * systems it has no name from the start, so that a killed process leaves nothing behind.
 */
final class SpillFile implements Closeable {

  private final FileChannel channel;
  private long size;

  private SpillFile(FileChannel channel) {
    this.channel = channel;
  }

  static SpillFile create(Path folder, String purpose) throws IOException {
    // createTempFile gives mode 0600, and DELETE_ON_CLOSE removes the name at once where it can.
    Path path = Files.createTempFile(folder, "layerseal-" + purpose + "-", ".tmp");
    try {
      return new SpillFile(
          FileChannel.open(
              path,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE,
              StandardOpenOption.DELETE_ON_CLOSE));
    } catch (IOException e) {
      Files.deleteIfExists(path);
      throw e;
    }
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
