package dev.layerseal.oci.registry;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicLong;

/** Counts the bytes of a request's body as they are handed to the network. */
final class UploadProgress extends FilterInputStream {

  private final AtomicLong sent;

  UploadProgress(InputStream in, AtomicLong sent) {
    super(in);
    this.sent = sent;
  }

  @Override
  public int read() throws IOException {
    int value = in.read();
    sent.incrementAndGet();
    return value;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int count = in.read(buffer, offset, length);
    sent.addAndGet(Math.max(1, count));
    return count;
  }
}
