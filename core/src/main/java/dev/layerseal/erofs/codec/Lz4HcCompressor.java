package dev.layerseal.erofs.codec;

import static dev.layerseal.erofs.codec.Lz4Output.LAST_LITERALS;
import static dev.layerseal.erofs.codec.Lz4Output.MATCH_MARGIN;

/**
 * What the LZ4 compressors of high ratio share: the bounds of the input and the end of the block.
 */
abstract class Lz4HcCompressor implements FillCompressor {

  final Lz4Output output = new Lz4Output();

  byte[] source = new byte[0];
  int start;
  int anchor;
  int at;
  int lastMatchStart;
  int matchEnd;

  @Override
  public final Filling fill(byte[] source, int offset, int length, byte[] target, int capacity) {
    this.source = source;
    start = offset;
    anchor = offset;
    at = offset;
    lastMatchStart = offset + length - MATCH_MARGIN;
    matchEnd = offset + length - LAST_LITERALS;
    output.begin(source, target, capacity);
    begin(offset, length);
    if (length >= Lz4Output.MIN_INPUT) {
      parse();
    }
    return output.filling(output.lastLiterals(anchor, offset + length) - offset);
  }

  /** Empties the tables. */
  abstract void begin(int offset, int length);

  /** Writes sequences until the input or the output ends. */
  abstract void parse();

  /**
   * Writes a sequence and goes on behind it. Where it does not fit, what fits of it is written.
   *
   * @return false at the end of the output
   */
  final boolean write(int matchStart, int matchLength, int distance) {
    boolean whole = output.sequence(anchor, matchStart, matchLength, distance);
    int length = whole ? matchLength : output.shortened(anchor, matchStart, matchLength, distance);
    if (length > 0) {
      at = matchStart + length;
      anchor = at;
    }
    return whole;
  }

  final boolean write(Lz4Match match) {
    return write(match.start, match.length, match.distance);
  }
}
