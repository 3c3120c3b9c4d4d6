package dev.layerseal.erofs.codec;

/**
 * Compresses as much input as fits a physical cluster: the output has a bound, the input is taken
 * as far as it goes. An instance keeps its tables from call to call, but no history: a result
 * depends on nothing but the arguments. Not for use by two threads at once.
 */
public interface FillCompressor {

  /**
   * Compresses from {@code source[offset]} on.
   *
   * @param length bytes of input there are; more than what fits matters, as a compressor looks
   *     ahead
   * @param target where the stream goes, from byte 0 on
   * @param capacity bytes that the stream may have, at least 32
   */
  Filling fill(byte[] source, int offset, int length, byte[] target, int capacity);
}
