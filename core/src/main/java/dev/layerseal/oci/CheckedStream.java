package dev.layerseal.oci;

import dev.layerseal.error.FormatException;
import dev.layerseal.error.StreamException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.Objects;

/**
 * Content that is held against its descriptor while it is read. Its last bytes are handed out only
 * after the whole content had the right digest and size: a reader that meets the end has read what
 * the descriptor names. What was read before the end is not yet checked.
 */
public final class CheckedStream extends FilterInputStream {

  private final Descriptor descriptor;
  private final MessageDigest digest;
  private long position;
  private boolean ended;

  public CheckedStream(InputStream in, Descriptor descriptor) {
    super(in);
    this.descriptor = descriptor;
    this.digest = descriptor.digest().algorithm().newMessageDigest();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, buffer.length);
    if (length == 0) {
      return 0;
    }
    if (ended) {
      return -1;
    }
    if (position == descriptor.size()) {
      return end();
    }
    int most = (int) Math.min(length, descriptor.size() - position);
    int count = in.read(buffer, offset, most);
    if (count < 0) {
      throw wrong("ends after %d bytes, expected %d".formatted(position, descriptor.size()));
    }
    digest.update(buffer, offset, count);
    position += count;
    if (position == descriptor.size()) {
      end();
    }
    return count;
  }

  private int end() throws IOException {
    if (in.read() >= 0) {
      throw wrong("goes on after the expected %d bytes".formatted(descriptor.size()));
    }
    Digest computed = Digest.of(descriptor.digest().algorithm(), digest.digest());
    if (!computed.equals(descriptor.digest())) {
      throw wrong("digest differs, computed " + computed);
    }
    ended = true;
    return -1;
  }

  private StreamException wrong(String why) {
    return new StreamException(new FormatException("blob " + descriptor.digest() + ": " + why));
  }

  /** Passes over bytes by reading them, so that they are part of the digest. */
  @Override
  public long skip(long count) throws IOException {
    byte[] buffer = new byte[(int) Math.min(8192, Math.max(count, 0))];
    return count <= 0 ? 0 : Math.max(0, read(buffer, 0, buffer.length));
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
