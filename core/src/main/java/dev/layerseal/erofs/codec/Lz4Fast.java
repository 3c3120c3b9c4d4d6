package dev.layerseal.erofs.codec;

import static dev.layerseal.erofs.codec.Lz4Output.LAST_LITERALS;
import static dev.layerseal.erofs.codec.Lz4Output.MATCH_MARGIN;
import static dev.layerseal.erofs.codec.Lz4Output.MAX_DISTANCE;
import static dev.layerseal.erofs.codec.Lz4Output.MIN_INPUT;
import static dev.layerseal.erofs.codec.Lz4Output.MIN_MATCH;

import java.util.Arrays;

/**
 * The fast LZ4 compressor, acceleration 1: one table of last positions, greedy matches, longer
 * steps through what does not compress. Gives the bytes that liblz4 1.9.3 to 1.10.0 give on a
 * 64-bit little-endian machine.
 */
public final class Lz4Fast implements FillCompressor {

  /** From this length on the table has 4096 entries hashed over five bytes, not 8192 over four. */
  private static final int WIDE_INPUT = 65536 + MATCH_MARGIN - 1;

  private static final int NARROW_BITS = 13;
  private static final int WIDE_BITS = 12;
  private static final long NARROW_PRIME = 0x9e3779b1L;
  private static final long WIDE_PRIME = 889523592379L;

  /** One more step for each 2^6 positions without a match. */
  private static final int STEP_SHIFT = 6;

  private final int[] positions = new int[1 << NARROW_BITS];
  private final Lz4Output output = new Lz4Output();

  private byte[] source = new byte[0];

  // The table in use: computed with, not branched on, as compiled code is thrown away when a branch
  // is taken for the first time.
  private int unhashed;
  private long prime;
  private int bits;
  private int farthest;

  private int start;
  private int anchor;
  private int at;
  private int match;
  private int lastMatchStart;
  private int matchEnd;

  @Override
  public Filling fill(byte[] source, int offset, int length, byte[] target, int capacity) {
    begin(source, offset, length);
    boolean limited = capacity < length + length / 255 + 16L;
    output.begin(source, target, limited ? capacity : Integer.MAX_VALUE);
    if (length >= MIN_INPUT) {
      matches();
    }
    return output.filling(output.lastLiterals(anchor, offset + length) - offset);
  }

  private void begin(byte[] source, int offset, int length) {
    this.source = source;
    chooseTable(length >= WIDE_INPUT);
    Arrays.fill(positions, 0, 1 << bits, offset);
    start = offset;
    anchor = offset;
    at = offset + 1;
    lastMatchStart = offset + length - MATCH_MARGIN;
    matchEnd = offset + length - LAST_LITERALS;
  }

  private void chooseTable(boolean wide) {
    unhashed = wide ? 24 : 32;
    prime = wide ? WIDE_PRIME : NARROW_PRIME;
    bits = wide ? WIDE_BITS : NARROW_BITS;
    farthest = wide ? MAX_DISTANCE : Integer.MAX_VALUE;
  }

  private void matches() {
    while (search()) {
      extendBack();
      int literals = at - anchor;
      int needed = (literals + 240) / 255 + literals + 3 + MATCH_MARGIN - MIN_MATCH;
      if (1 + needed > output.room()) {
        return;
      }
      output.literals(anchor, at);
      if (!matchesInRow()) {
        return;
      }
      at++;
    }
  }

  /**
   * Writes the match at hand, and those that start where it ends; false at the end of the block.
   */
  private boolean matchesInRow() {
    while (true) {
      if (3 + MATCH_MARGIN - MIN_MATCH > output.room()) {
        output.withdrawToken();
        return false;
      }
      writeMatch();
      anchor = at;
      if (at > lastMatchStart) {
        return false;
      }
      positions[hash(at - 2)] = at - 2;
      if (!candidate()) {
        return true;
      }
      output.literals(at, at);
    }
  }

  /** Finds the next match from {@link #at} on; false where the input ends before. */
  private boolean search() {
    byte[] bytes = source;
    int[] table = positions;
    int most = farthest;
    int next = at;
    int tries = 1 << STEP_SHIFT;
    int step = 1;
    while (true) {
      int here = next;
      next += step;
      step = tries++ >>> STEP_SHIFT;
      if (next > lastMatchStart + 1) {
        return false;
      }
      int slot = hash(here);
      int earlier = table[slot];
      table[slot] = here;
      if ((Words.u32(bytes, earlier) ^ Words.u32(bytes, here) | most - (here - earlier) >> 31)
          == 0) {
        at = here;
        match = earlier;
        return true;
      }
    }
  }

  private void extendBack() {
    int back = Words.commonBefore(source, at, match, Math.min(at - anchor, match - start));
    at -= back;
    match -= back;
  }

  private void writeMatch() {
    int length = MIN_MATCH + Words.common(source, at + MIN_MATCH, match + MIN_MATCH, matchEnd);
    int room = output.room() - 2;
    if (1 + LAST_LITERALS + (length - MIN_MATCH + 240) / 255 > room) {
      length = MIN_MATCH + 15 - 1 + (room - 1 - LAST_LITERALS) * 255;
    }
    output.match(at - match, length);
    at += length;
  }

  /** Whether a match starts right here. */
  private boolean candidate() {
    int slot = hash(at);
    match = positions[slot];
    positions[slot] = at;
    return (Words.u32(source, match) ^ Words.u32(source, at) | farthest - (at - match) >> 31) == 0;
  }

  /** Of five bytes or four, the others of the eight being shifted out. */
  private int hash(int position) {
    return (int) ((Words.u64(source, position) << unhashed) * prime >>> Long.SIZE - bits);
  }
}
