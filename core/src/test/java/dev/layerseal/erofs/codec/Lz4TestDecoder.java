package dev.layerseal.erofs.codec;

import java.util.Arrays;

/** A plain LZ4 block decoder for tests, written apart from the reader's: it fails on any oddity. */
public final class Lz4TestDecoder {

  private final byte[] block;
  private int in;
  private final byte[] content;
  private int out;

  private Lz4TestDecoder(byte[] block, int from, int length) {
    this.block = block;
    this.in = from;
    this.content = new byte[length];
  }

  /** Decodes all of {@code block} from {@code from} on, which must give {@code length} bytes. */
  public static byte[] decode(byte[] block, int from, int length) {
    Lz4TestDecoder decoder = new Lz4TestDecoder(block, from, length);
    while (decoder.sequence()) {}
    if (decoder.out != length) {
      throw new AssertionError("gives " + decoder.out + " bytes, not " + length);
    }
    return decoder.content;
  }

  private boolean sequence() {
    int token = block[in++] & 0xff;
    int literals = length(token >> 4);
    System.arraycopy(block, in, content, out, literals);
    in += literals;
    out += literals;
    if (in == block.length) {
      return false;
    }
    int distance = block[in] & 0xff | (block[in + 1] & 0xff) << 8;
    in += 2;
    int length = length(token & 15) + 4;
    if (distance == 0 || distance > out) {
      throw new AssertionError("distance " + distance + " at " + out);
    }
    for (int i = 0; i < length; i++, out++) {
      content[out] = content[out - distance];
    }
    return true;
  }

  private int length(int nibble) {
    int length = nibble;
    if (nibble == 15) {
      int more;
      do {
        more = block[in++] & 0xff;
        length += more;
      } while (more == 255);
    }
    return length;
  }

  /** Where a stream that ends its cluster starts. */
  public static int firstNonZero(byte[] cluster) {
    int at = 0;
    while (cluster[at] == 0) {
      at++;
    }
    return at;
  }

  static byte[] slice(byte[] bytes, int length) {
    return Arrays.copyOf(bytes, length);
  }
}
