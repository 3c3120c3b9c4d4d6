package dev.layerseal.erofs.codec;

import dev.layerseal.error.FormatException;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Deflate without a header or a checksum. */
final class DeflateDecompressor implements Decompressor {

  @Override
  public byte[] decompress(byte[] input, int offset, int length, int outLength, boolean partial)
      throws FormatException {
    Inflater inflater = new Inflater(true);
    try {
      inflater.setInput(input, offset, length);
      byte[] out = new byte[outLength];
      int done = 0;
      while (done < outLength) {
        int count = inflater.inflate(out, done, outLength - done);
        if (count == 0) {
          throw new FormatException("deflate: the stream ends after %d bytes".formatted(done));
        }
        done += count;
      }
      if (!partial && inflater.inflate(new byte[1]) != 0) {
        throw new FormatException("deflate: more than %d bytes".formatted(outLength));
      }
      return out;
    } catch (DataFormatException e) {
      throw new FormatException("deflate: " + e.getMessage(), e);
    } finally {
      inflater.end();
    }
  }
}
