package dev.layerseal.erofs.codec;

import dev.layerseal.error.FormatException;
import java.util.Optional;

/**
 * Decodes the stream of one physical cluster. Streams do not say how long they decode to: the
 * caller knows, and gives a length that it has bounded.
 */
public interface Decompressor {

  int LZ4 = 0;
  int LZMA = 1;
  int DEFLATE = 2;
  int ZSTD = 3;

  /**
   * Decodes {@code outLength} bytes.
   *
   * @param partial whether the stream may go on after those; otherwise it must end there
   * @throws FormatException when the stream is malformed, or has another length
   */
  byte[] decompress(byte[] input, int offset, int length, int outLength, boolean partial)
      throws FormatException;

  /** The one for an algorithm number of the format. */
  static Optional<Decompressor> of(int algorithm) {
    return switch (algorithm) {
      case LZ4 -> Optional.of(new Lz4Decompressor());
      case LZMA -> Optional.of(new MicroLzmaDecompressor());
      case DEFLATE -> Optional.of(new DeflateDecompressor());
      case ZSTD -> Optional.of(new ZstdDecompressor());
      default -> Optional.empty();
    };
  }
}
