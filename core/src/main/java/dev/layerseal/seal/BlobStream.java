package dev.layerseal.seal;

import dev.layerseal.compress.Compression;
import dev.layerseal.error.LayersealException;
import dev.layerseal.oci.Digest;
import java.io.FilterInputStream;
import java.io.IOException;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/**
 * A layer blob as it is stored: tells how far it was read, and computes its digest if need be. It
 * is read by one thread at a time.
 */
final class BlobStream extends FilterInputStream {

  private final LayerSource layer;
  private final ConversionListener listener;
  private final @Nullable MessageDigest computing;
  private final byte[] head = new byte[Compression.MAGIC_SIZE];
  private long position;

  /**
   * @param digest whether the digest is asked for
   */
  BlobStream(LayerSource layer, ConversionListener listener, boolean digest)
      throws LayersealException, IOException {
    super(layer.blob().open());
    this.layer = layer;
    this.listener = listener;
    this.computing =
        digest && layer.digest().isEmpty() ? Digest.Algorithm.SHA256.newMessageDigest() : null;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int got = in.read(buffer, offset, length);
    if (got > 0) {
      if (position < head.length) {
        int part = (int) Math.min(got, head.length - position);
        System.arraycopy(buffer, offset, head, (int) position, part);
      }
      position += got;
      if (computing != null) {
        computing.update(buffer, offset, got);
      }
      listener.fetched(layer, position);
    }
    return got;
  }

  /** Digest of the blob, after all of it was read. To be called once. */
  Digest digest() {
    return computing == null
        ? layer.digest().orElseThrow()
        : Digest.of(Digest.Algorithm.SHA256, computing.digest());
  }

  /**
   * Whether the digest that is computed here is that of the uncompressed layer too. To be asked
   * when the first bytes were read.
   */
  boolean computesDiffId() {
    return computing != null && isPlain();
  }

  /** Whether the blob is not compressed. To be asked when the first bytes were read. */
  boolean isPlain() {
    int length = (int) Math.min(position, head.length);
    return Compression.detect(head, length) == Compression.NONE;
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
