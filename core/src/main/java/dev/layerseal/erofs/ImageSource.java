package dev.layerseal.erofs;

import dev.layerseal.error.FormatException;
import dev.layerseal.error.LayersealException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Bytes that can be read at any offset: an image, an extra device, the content of an inode. */
public interface ImageSource extends Closeable {

  /** Number of bytes. */
  long size();

  /**
   * Fills {@code length} bytes of {@code buffer} from {@code position} on.
   *
   * @throws FormatException when the source ends before
   */
  void read(long position, byte[] buffer, int offset, int length)
      throws IOException, LayersealException;

  /** Number of bytes from {@code position} on that are known to be zero without reading them. */
  default long zeros(long position) throws IOException, LayersealException {
    return 0;
  }

  @Override
  default void close() throws IOException {}

  /** The {@code length} bytes from {@code position} on; the caller has bounded the length. */
  default byte[] read(long position, int length) throws IOException, LayersealException {
    checkRange(this, position, length);
    byte[] bytes = new byte[length];
    read(position, bytes, 0, length);
    return bytes;
  }

  /** Refuses a range that does not lie in {@code source}. */
  static void checkRange(ImageSource source, long position, long length) throws FormatException {
    if (position < 0 || length < 0 || position > source.size() - length) {
      throw new FormatException(
          "bytes 0x%x to 0x%x are past the end at 0x%x"
              .formatted(position, position + length, source.size()));
    }
  }

  static ImageSource of(byte[] bytes) {
    return new ImageSource() {
      @Override
      public long size() {
        return bytes.length;
      }

      @Override
      public void read(long position, byte[] buffer, int offset, int length)
          throws FormatException {
        checkRange(this, position, length);
        System.arraycopy(bytes, (int) position, buffer, offset, length);
      }
    };
  }

  /** The file {@code path}, opened. */
  static ImageSource open(Path path) throws IOException {
    FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
    long size = channel.size();
    return new ImageSource() {
      @Override
      public long size() {
        return size;
      }

      @Override
      public void read(long position, byte[] buffer, int offset, int length)
          throws IOException, FormatException {
        checkRange(this, position, length);
        ByteBuffer into = ByteBuffer.wrap(buffer, offset, length);
        while (into.hasRemaining()) {
          int count = channel.read(into, position + length - into.remaining());
          if (count < 0) {
            throw new IOException(path + ": the file became shorter while it was read");
          }
        }
      }

      @Override
      public void close() throws IOException {
        channel.close();
      }
    };
  }
}
