package dev.layerseal.erofs.codec;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import dev.layerseal.error.FormatException;
import java.util.Arrays;

/** One zstd frame, which says its own length. */
final class ZstdDecompressor implements Decompressor {

  /** What a physical cluster decodes to at most. */
  private static final int MAX_DECODED = 12 << 20;

  @Override
  public byte[] decompress(byte[] input, int offset, int length, int outLength, boolean partial)
      throws FormatException {
    if (length == 0) {
      throw new FormatException("zstd: the frame is empty");
    }
    try {
      int size = partial ? frameSize(input, offset, length, outLength) : outLength;
      byte[] out = decompress(input, offset, length, size);
      return size == outLength ? out : Arrays.copyOf(out, outLength);
    } catch (ZstdException e) {
      throw new FormatException("zstd: " + e.getMessage(), e);
    }
  }

  private static byte[] decompress(byte[] input, int offset, int length, int size)
      throws FormatException {
    byte[] out = new byte[size];
    long result = Zstd.decompressByteArray(out, 0, size, input, offset, length);
    if (result != size) {
      throw new FormatException("zstd: %d bytes, expected %d".formatted(result, size));
    }
    return out;
  }

  private static int frameSize(byte[] input, int offset, int length, int outLength)
      throws FormatException {
    long size = Zstd.getFrameContentSize(input, offset, length);
    if (size < outLength || size > MAX_DECODED) {
      throw new FormatException(
          "zstd: the frame says %d bytes, expected %d or more".formatted(size, outLength));
    }
    return (int) size;
  }
}
