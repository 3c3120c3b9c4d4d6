package dev.layerseal.oci.registry;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.OptionalLong;

/**
 * The body of an answer while it comes in: all of it takes no longer than the call may, and it is
 * as long as the answer said. How long a single piece may take, the socket knows.
 */
final class BodyStream extends FilterInputStream {

  private final Duration silence;
  private final long deadline;
  private final OptionalLong length;
  private long position;

  /**
   * @param length in bytes, where the answer names one
   */
  BodyStream(InputStream in, Duration silence, long deadline, OptionalLong length) {
    super(in);
    this.silence = silence;
    this.deadline = deadline;
    this.length = length;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int count) throws IOException {
    checkTime();
    int read = piece(buffer, offset, count);
    if (read >= 0) {
      position += read;
    } else if (length.isPresent() && position < length.getAsLong()) {
      throw new IOException(
          "the connection broke: it ended at byte %d of %d"
              .formatted(position, length.getAsLong()));
    }
    return read;
  }

  private void checkTime() throws IOException {
    if (Thread.currentThread().isInterrupted()) {
      throw new InterruptedIOException("interrupted while reading from a registry");
    }
    if (System.nanoTime() - deadline >= 0) {
      throw new IOException("the answer took too long in all");
    }
  }

  private int piece(byte[] buffer, int offset, int count) throws IOException {
    try {
      return in.read(buffer, offset, count);
    } catch (SocketTimeoutException e) {
      throw new IOException("nothing came for %d s".formatted(silence.toSeconds()), e);
    } catch (IOException e) {
      throw new IOException("the connection broke: " + e.getMessage(), e);
    }
  }

  @Override
  public long skip(long count) throws IOException {
    return count <= 0 ? 0 : Math.max(0, read(new byte[(int) Math.min(count, 1 << 16)]));
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
