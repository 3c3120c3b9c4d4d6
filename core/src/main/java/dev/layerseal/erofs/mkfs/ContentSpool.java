package dev.layerseal.erofs.mkfs;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/** Keeps the content of files in one file on disk, which is removed in the end. */
public final class ContentSpool implements FileSink, FileSource, Closeable {

  private static final int BUFFER = 1 << 18;

  private final FileChannel channel;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
  private long[] starts = new long[256];
  private long end;

  /**
   * @param file the name of a file that is not there yet
   */
  public ContentSpool(Path file) throws IOException {
    channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            StandardOpenOption.DELETE_ON_CLOSE);
  }

  @Override
  public void begin(int file, long size) {
    if (file == starts.length) {
      starts = Arrays.copyOf(starts, 2 * file);
    }
    starts[file] = end;
  }

  @Override
  public void data(byte[] bytes, int offset, int length) throws IOException {
    int done = 0;
    while (done < length) {
      int part = Math.min(length - done, buffer.remaining());
      buffer.put(bytes, offset + done, part);
      done += part;
      if (!buffer.hasRemaining()) {
        flush();
      }
    }
    end += length;
  }

  @Override
  public void copy(int file, long offset, long length, WritableByteChannel target)
      throws IOException {
    flush();
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

  private void flush() throws IOException {
    buffer.flip();
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
    buffer.clear();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
