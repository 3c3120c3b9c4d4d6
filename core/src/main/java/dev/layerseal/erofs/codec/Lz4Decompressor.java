package dev.layerseal.erofs.codec;

import dev.layerseal.error.FormatException;

/**
 * The LZ4 block format: sequences of a token, literals and a match. The low half of the token is
 * the length of the match less 4, the high half that of the literals; 15 says that bytes follow
 * which are added to it, up to the first that is not 255.
 */
final class Lz4Decompressor implements Decompressor {

  private static final int MIN_MATCH = 4;
  private static final int LONG = 15;

  @Override
  public byte[] decompress(byte[] input, int offset, int length, int outLength, boolean partial)
      throws FormatException {
    Run run = new Run(input, offset, offset + length, new byte[outLength]);
    run.decode();
    if (!partial && run.in != run.end) {
      throw new FormatException(
          "lz4: %d bytes are left after %d were decoded".formatted(run.end - run.in, outLength));
    }
    return run.out;
  }

  private static final class Run {

    private final byte[] input;
    private final int end;
    private final byte[] out;
    private int in;
    private int at;

    Run(byte[] input, int start, int end, byte[] out) {
      this.input = input;
      this.in = start;
      this.end = end;
      this.out = out;
    }

    void decode() throws FormatException {
      while (at < out.length) {
        int token = next();
        literals(length(token >> 4));
        if (at < out.length) {
          match(token & LONG);
        }
      }
    }

    private void literals(int count) throws FormatException {
      int copied = Math.min(count, out.length - at);
      if (copied > end - in) {
        throw new FormatException("lz4: %d literals, %d bytes left".formatted(count, end - in));
      }
      System.arraycopy(input, in, out, at, copied);
      at += copied;
      in += copied;
    }

    private void match(int code) throws FormatException {
      int distance = next() | next() << 8;
      if (distance == 0 || distance > at) {
        throw new FormatException("lz4: distance %d after %d bytes".formatted(distance, at));
      }
      int count = Math.min(length(code) + MIN_MATCH, out.length - at);
      if (distance >= count) {
        System.arraycopy(out, at - distance, out, at, count);
        at += count;
        return;
      }
      for (int stop = at + count; at < stop; at++) {
        out[at] = out[at - distance];
      }
    }

    private int length(int code) throws FormatException {
      int length = code;
      int more = code == LONG ? 255 : 0;
      while (more == 255) {
        more = next();
        length += more;
        if (length > out.length) {
          // Nothing past the output counts, and this keeps the sum from wrapping.
          length = out.length;
        }
      }
      return length;
    }

    private int next() throws FormatException {
      if (in >= end) {
        throw new FormatException("lz4: the stream ends after %d bytes".formatted(at));
      }
      return input[in++] & 0xff;
    }
  }
}
