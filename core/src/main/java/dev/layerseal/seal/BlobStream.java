package dev.layerseal.seal;

import dev.layerseal.error.LayersealException;
import dev.layerseal.oci.Digest;
import java.io.FilterInputStream;
import java.io.IOException;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/** A layer blob as it is stored: tells how far it was read, and computes its digest if need be. */
final class BlobStream extends FilterInputStream {

  private final LayerSource layer;
  private final ConversionListener listener;
  private final @Nullable MessageDigest computing;
  private long position;

  BlobStream(LayerSource layer, ConversionListener listener)
      throws LayersealException, IOException {
    super(layer.blob().open());
    this.layer = layer;
    this.listener = listener;
    this.computing = layer.digest().isPresent() ? null : Digest.Algorithm.SHA256.newMessageDigest();
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
      position += got;
      if (computing != null) {
        computing.update(buffer, offset, got);
      }
      listener.fetched(layer, position);
    }
    return got;
  }

  /** Digest of the blob, after all of it was read. */
  Digest digest() {
    return computing == null
        ? layer.digest().orElseThrow()
        : Digest.of(Digest.Algorithm.SHA256, computing.digest());
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
