package dev.layerseal.erofs.mkfs;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.util.Arrays;

/** Keeps the content of files in one file, one behind the other. */
public final class ContentSpool implements FileSink, FileSource, Closeable {

  private final FileChannel channel;
  private final WriteBuffer buffer;
  private long[] starts = new long[256];

  /**
   * @param file an empty file, closed with this
   */
  public ContentSpool(FileChannel file) {
    this.channel = file;
    this.buffer = new WriteBuffer(file);
  }

  @Override
  public void begin(int file, long size) {
    if (file == starts.length) {
      starts = Arrays.copyOf(starts, 2 * file);
    }
    starts[file] = buffer.position();
  }

  @Override
  public void data(byte[] bytes, int offset, int length) throws IOException {
    buffer.put(bytes, offset, length);
  }

  @Override
  public void copy(int file, long offset, long length, WritableByteChannel target)
      throws IOException {
    buffer.flush();
    long position = starts[file] + offset;
    long stop = position + length;
    while (position < stop) {
      long copied = channel.transferTo(position, stop - position, target);
      if (copied <= 0) {
        throw new IOException("the spool file was cut short");
      }
      position += copied;
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
