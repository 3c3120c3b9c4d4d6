package dev.layerseal.oci.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;

/** A part of a file as a channel of its own; several can be read side by side. */
final class ChannelRange implements ReadableByteChannel {

  private final FileChannel file;
  private long position;
  private long left;

  ChannelRange(FileChannel file, long offset, long length) {
    this.file = file;
    this.position = offset;
    this.left = length;
  }

  @Override
  public int read(ByteBuffer buffer) throws IOException {
    if (left == 0) {
      return -1;
    }
    int limit = buffer.limit();
    buffer.limit((int) Math.min(limit, buffer.position() + left));
    int count = file.read(buffer, position);
    buffer.limit(limit);
    if (count > 0) {
      position += count;
      left -= count;
    }
    return count;
  }

  @Override
  public boolean isOpen() {
    return file.isOpen();
  }

  /** The file stays open for the others. */
  @Override
  public void close() {}
}
