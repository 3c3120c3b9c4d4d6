package dev.layerseal.erofs.codec;

import java.util.Arrays;

/**
 * The sequences of an LZ4 block: token, literals, offset, rest of the match length. What is allowed
 * near the end of the output decides which bytes come out, so the limits are those of the library.
 */
final class Lz4Output {

  /** Length of the shortest match. */
  static final int MIN_MATCH = 4;

  /** The last bytes of a block are literals, always. */
  static final int LAST_LITERALS = 5;

  /** No match starts nearer to the end of the input than this. */
  static final int MATCH_MARGIN = 12;

  /** Input below this length is all literals. */
  static final int MIN_INPUT = MATCH_MARGIN + 1;

  /** The farthest match. */
  static final int MAX_DISTANCE = 65535;

  /** A length field of the token with this value goes on in further bytes. */
  private static final int LONG_LENGTH = 15;

  private byte[] source = new byte[0];
  private byte[] target = new byte[0];
  private int capacity;
  private int size;
  private int token;

  void begin(byte[] source, byte[] target, int capacity) {
    this.source = source;
    this.target = target;
    this.capacity = capacity;
    this.size = 0;
  }

  /** Bytes left up to the capacity. */
  int room() {
    return capacity - size;
  }

  /** Writes a token and the literals from {@code anchor} to {@code end}. */
  void literals(int anchor, int end) {
    int length = end - anchor;
    token = size++;
    if (length < LONG_LENGTH) {
      target[token] = (byte) (length << 4);
    } else {
      target[token] = (byte) (LONG_LENGTH << 4);
      length(length - LONG_LENGTH);
    }
    System.arraycopy(source, anchor, target, size, length);
    size += length;
  }

  /** Completes the sequence that {@link #literals} began. */
  void match(int distance, int matchLength) {
    target[size++] = (byte) distance;
    target[size++] = (byte) (distance >>> 8);
    int code = matchLength - MIN_MATCH;
    if (code < LONG_LENGTH) {
      target[token] |= (byte) code;
    } else {
      target[token] |= LONG_LENGTH;
      length(code - LONG_LENGTH);
    }
  }

  /** Takes back the token of a sequence without literals. */
  void withdrawToken() {
    size = token;
  }

  /**
   * Writes a whole sequence as the HC compressors do, if the last literals still fit behind it.
   *
   * @return whether it was written
   */
  boolean sequence(int anchor, int start, int matchLength, int distance) {
    int literals = start - anchor;
    int end = capacity - LAST_LITERALS;
    if (size + 1 + literals / 255 + literals + 3 + LAST_LITERALS > end) {
      return false;
    }
    int code = matchLength - MIN_MATCH;
    int behindOffset = size + 1 + extra(literals) + literals + 2;
    if (behindOffset + code / 255 + 1 + LAST_LITERALS > end) {
      return false;
    }
    literals(anchor, start);
    match(distance, matchLength);
    return true;
  }

  /**
   * Writes a sequence that {@link #sequence} refused with its match cut to what fits, unless that
   * would break the rules for the end of a block.
   *
   * @return the length of the match, or 0 where nothing was written
   */
  int shortened(int anchor, int start, int matchLength, int distance) {
    int literals = start - anchor;
    int behindLiterals = size + 1 + (literals + 240) / 255 + literals;
    int room = capacity - LAST_LITERALS - 3 - behindLiterals;
    if (room < 0) {
      return 0;
    }
    int length = (int) Math.min(matchLength, MIN_MATCH + LONG_LENGTH - 1 + room * 255L);
    if (capacity - (behindLiterals + 2) - 1 + length < MATCH_MARGIN) {
      return 0;
    }
    literals(anchor, start);
    match(distance, length);
    return length;
  }

  /**
   * Ends the block with as many literals as fit.
   *
   * @return the position behind the last literal
   */
  int lastLiterals(int anchor, int end) {
    int length = end - anchor;
    if (1 + extra(length) + (long) length > room()) {
      length = room() - 1;
      length -= (length + 256 - LONG_LENGTH) / 256;
    }
    literals(anchor, anchor + length);
    return anchor + length;
  }

  Filling filling(int consumed) {
    return new Filling(consumed, size);
  }

  /** Bytes that a length takes besides the token. */
  private static int extra(int length) {
    return (length + 255 - LONG_LENGTH) / 255;
  }

  private void length(int rest) {
    if (rest >= 255) {
      int full = rest / 255;
      Arrays.fill(target, size, size + full, (byte) 255);
      size += full;
    }
    target[size++] = (byte) (rest % 255);
  }
}
