package dev.layerseal.oci.registry;

import dev.layerseal.error.LayersealException;
import dev.layerseal.error.RegistryException;
import dev.layerseal.error.StreamException;
import dev.layerseal.oci.Descriptor;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.Objects;
import java.util.Optional;

/**
 * The content of a blob over as many connections as it takes: where one breaks, the next goes on
 * behind the last byte. Whether the pieces belong together, the digest tells.
 */
final class ResumingStream extends InputStream {

  /** Bounds the connections in all, for a registry that cuts each after a few bytes. */
  private static final int CONNECTIONS_PER_ATTEMPT = 4;

  private final BlobEndpoint blobs;
  private final Descriptor descriptor;
  private final Retries retries;
  private Response response;
  private long position;
  private int failures;
  private int connections = 1;

  ResumingStream(BlobEndpoint blobs, Descriptor descriptor, Response first, Retries retries) {
    this.blobs = blobs;
    this.descriptor = descriptor;
    this.response = first;
    this.retries = retries;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, buffer.length);
    while (true) {
      try {
        int count = response.body().read(buffer, offset, length);
        if (count >= 0) {
          position += count;
          failures = count > 0 ? 0 : failures;
          return count;
        }
        if (position >= descriptor.size()) {
          return -1;
        }
        again(new IOException("the connection ended early"));
      } catch (InterruptedIOException | StreamException e) {
        throw e;
      } catch (IOException e) {
        again(e);
      }
    }
  }

  /** Opens the next connection, unless too many in a row gave nothing. */
  private void again(IOException cause) throws IOException {
    response.close();
    if (++failures >= retries.attempts()
        || ++connections > retries.attempts() * CONNECTIONS_PER_ATTEMPT) {
      throw new StreamException(
          new RegistryException(
              "%s: blob %s: %s, at byte %d of %d"
                  .formatted(
                      blobs.name(),
                      descriptor.digest(),
                      cause.getMessage(),
                      position,
                      descriptor.size()),
              cause));
    }
    retries.pause(failures, Optional.empty());
    try {
      response = blobs.get(descriptor, position);
      goOn();
    } catch (LayersealException e) {
      throw new StreamException(e);
    }
  }

  /** Passes over what was read already when the registry began at another byte. */
  private void goOn() throws IOException, RegistryException {
    long begins = 0;
    if (response.status() == 206) {
      String range = response.header("Content-Range").orElse("");
      if (!range.matches("bytes " + position + "-[0-9]+/([0-9]+|\\*)")) {
        throw new RegistryException(
            "%s: blob %s: asked for byte %d on, got \"%s\""
                .formatted(blobs.name(), descriptor.digest(), position, range));
      }
      begins = position;
    }
    try {
      response.body().skipNBytes(position - begins);
    } catch (IOException e) {
      again(e);
    }
  }

  @Override
  public void close() throws IOException {
    response.close();
  }
}
