package dev.layerseal.erofs.codec;

import dev.layerseal.error.FormatException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.tukaani.xz.LZMAInputStream;

/**
 * MicroLZMA: an LZMA stream without a header. Its first byte would always be zero; the complement
 * of the properties byte stands there instead.
 */
final class MicroLzmaDecompressor implements Decompressor {

  private static final int MIN_DICTIONARY = 4096;
  private static final int UNKNOWN_SIZE = -1;

  /** The range decoder may look a few bytes ahead of what was encoded. */
  private static final int LOOK_AHEAD = 16;

  @Override
  public byte[] decompress(byte[] input, int offset, int length, int outLength, boolean partial)
      throws FormatException {
    if (length == 0) {
      throw new FormatException("lzma: the stream is empty");
    }
    byte[] stream = new byte[length + LOOK_AHEAD];
    System.arraycopy(input, offset, stream, 0, length);
    byte properties = (byte) ~stream[0];
    stream[0] = 0;
    // A stream that ends here is closed: its range decoder has nothing left, as kernels require.
    long size = partial ? UNKNOWN_SIZE : outLength;
    // No distance can be larger than what was decoded, whatever dictionary the writer had.
    int dictionary = Math.max(MIN_DICTIONARY, outLength);
    InputStream encoded = new ByteArrayInputStream(stream);
    try (InputStream in = new LZMAInputStream(encoded, size, properties, dictionary)) {
      byte[] out = in.readNBytes(outLength);
      if (out.length != outLength || !partial && in.read() >= 0) {
        throw new FormatException("lzma: the stream ends after %d bytes".formatted(out.length));
      }
      if (!partial && encoded.available() != LOOK_AHEAD) {
        int left = encoded.available() - LOOK_AHEAD;
        throw new FormatException(
            "lzma: %d bytes are left after %d were decoded".formatted(left, out.length));
      }
      return out;
    } catch (IOException e) {
      throw new FormatException("lzma: " + e.getMessage(), e);
    }
  }
}
