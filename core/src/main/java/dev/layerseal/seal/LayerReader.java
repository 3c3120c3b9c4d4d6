package dev.layerseal.seal;

import dev.layerseal.compress.Decompression;
import dev.layerseal.compress.SizeLimits;
import dev.layerseal.error.FormatException;
import dev.layerseal.error.LayersealException;
import dev.layerseal.error.StreamException;
import dev.layerseal.error.VerificationException;
import dev.layerseal.error.VerificationException.Reason;
import dev.layerseal.oci.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.Optional;

/**
 * Reads a layer once: fetching with its digest check, decompressing, and the caller's work each
 * have a thread, with a bounded number of bytes between them.
 */
public final class LayerReader {

  private static final int BUFFER_SIZE = 1 << 17;

  /** Takes the uncompressed layer. */
  public interface Sink {
    void update(byte[] buffer, int offset, int length) throws LayersealException, IOException;
  }

  private final SizeLimits limits;
  private final ConversionListener listener;

  public LayerReader(SizeLimits limits, ConversionListener listener) {
    this.limits = limits;
    this.listener = listener;
  }

  /**
   * Hands all of the layer to {@code sink}.
   *
   * @throws FormatException when the blob is damaged or is not the one that was asked for
   * @throws VerificationException when the uncompressed layer is not what the image config names
   */
  public LayerFacts read(LayerSource layer, Sink sink) throws LayersealException, IOException {
    return read(layer, sink, true).orElseThrow();
  }

  /**
   * Hands all of a layer to {@code sink} whose digests nobody knows or asks for: computing them
   * takes as long as reading.
   *
   * @throws FormatException when the blob is damaged
   */
  public void pass(LayerSource layer, Sink sink) throws LayersealException, IOException {
    read(layer, sink, false);
  }

  private Optional<LayerFacts> read(LayerSource layer, Sink sink, boolean digests)
      throws LayersealException, IOException {
    try (BlobStream blob = new BlobStream(layer, listener, digests);
        InputStream ahead = new ReadAhead("fetch", blob);
        InputStream content = decompress(blob, open(layer, ahead))) {
      MessageDigest digest = Digest.Algorithm.SHA256.newMessageDigest();
      byte[] buffer = new byte[BUFFER_SIZE];
      long size = 0;
      int got = content.read(buffer);
      boolean same = blob.computesDiffId();
      for (; got >= 0; got = content.read(buffer)) {
        if (digests && !same) {
          digest.update(buffer, 0, got);
        }
        sink.update(buffer, 0, got);
        size += got;
      }
      if (!digests) {
        return Optional.empty();
      }
      Digest whole = blob.digest();
      Digest diffId = same ? whole : Digest.of(Digest.Algorithm.SHA256, digest.digest());
      checkDiffId(layer, diffId);
      return Optional.of(new LayerFacts(whole, diffId, size));
    } catch (StreamException e) {
      throw e.failure();
    }
  }

  /** A thread of its own, unless there is nothing to decompress. */
  private static InputStream decompress(BlobStream blob, InputStream content) {
    return blob.isPlain() ? content : new ReadAhead("decompress", content);
  }

  private InputStream open(LayerSource layer, InputStream blob)
      throws FormatException, IOException {
    return layer.compression().isPresent()
        ? Decompression.open(blob, layer.compression().get(), layer.size(), limits)
        : Decompression.detect(blob, layer.size(), limits);
  }

  private static void checkDiffId(LayerSource layer, Digest computed) throws VerificationException {
    Digest expected = layer.diffId().orElse(computed);
    if (!expected.equals(computed)) {
      throw new VerificationException(
          Reason.DIGEST_DIFFERS,
          "the uncompressed layer is not what the image config names%n  expected  %s%n  computed  %s"
              .formatted(expected, computed));
    }
  }
}
