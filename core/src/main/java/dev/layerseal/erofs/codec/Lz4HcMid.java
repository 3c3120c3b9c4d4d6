package dev.layerseal.erofs.codec;

import static dev.layerseal.erofs.codec.Lz4Output.MAX_DISTANCE;
import static dev.layerseal.erofs.codec.Lz4Output.MIN_MATCH;

import java.util.Arrays;

/**
 * Levels 1 and 2 of LZ4 HC, as liblz4 1.10.0 has them: one table of positions by seven bytes, one
 * by four, the last position of each, and one look at the next position.
 */
final class Lz4HcMid extends Lz4HcCompressor {

  private static final int HASH_BITS = 14;
  private static final int SHORT_PRIME = 0x9e3779b1;
  private static final long LONG_PRIME = 58295818150454627L;
  private static final int SKIP_SHIFT = 9;

  private final int[] byLong = new int[1 << HASH_BITS];
  private final int[] byShort = new int[1 << HASH_BITS];

  /** Beyond this position no eight bytes are left. */
  private int lastLong;

  private int matchLength;
  private int distance;

  @Override
  void begin(int offset, int length) {
    int outOfReach = offset - MAX_DISTANCE - 1;
    Arrays.fill(byLong, outOfReach);
    Arrays.fill(byShort, outOfReach);
    lastLong = offset + length - Long.BYTES;
  }

  @Override
  void parse() {
    while (at <= lastMatchStart) {
      int searched = at;
      if (!longMatch() && !shortMatch()) {
        at += 1 + (at - anchor >>> SKIP_SHIFT);
        continue;
      }
      extendBack();
      byLong[longHash(at + 1)] = searched + 1;
      byLong[longHash(at + 2)] = searched + 2;
      byShort[shortHash(at + 1)] = searched + 1;
      if (!write(at, matchLength, distance)) {
        return;
      }
      addEnd();
    }
  }

  private boolean longMatch() {
    int slot = longHash(at);
    int earlier = byLong[slot];
    byLong[slot] = at;
    return isMatch(earlier);
  }

  private boolean shortMatch() {
    int slot = shortHash(at);
    int earlier = byShort[slot];
    byShort[slot] = at;
    if (!isMatch(earlier)) {
      return false;
    }
    if (at < lastMatchStart) {
      tryNext();
    }
    return true;
  }

  /** Takes a match one byte later, if it is longer. */
  private void tryNext() {
    int slot = longHash(at + 1);
    int earlier = byLong[slot];
    if (at + 1 - earlier > MAX_DISTANCE) {
      return;
    }
    int length = Words.common(source, at + 1, earlier, matchEnd);
    if (length > matchLength) {
      at++;
      byLong[slot] = at;
      matchLength = length;
      distance = at - earlier;
    }
  }

  private boolean isMatch(int earlier) {
    if (at - earlier > MAX_DISTANCE) {
      return false;
    }
    matchLength = Words.common(source, at, earlier, matchEnd);
    distance = at - earlier;
    return matchLength >= MIN_MATCH;
  }

  private void extendBack() {
    int most = Math.min(at - anchor, at - distance - start);
    int back = Words.commonBefore(source, at, at - distance, most);
    at -= back;
    matchLength += back;
  }

  private void addEnd() {
    if (at - 2 >= lastLong) {
      return;
    }
    if (at - start > 5) {
      byLong[longHash(at - 5)] = at - 5;
    }
    byLong[longHash(at - 3)] = at - 3;
    byLong[longHash(at - 2)] = at - 2;
    byShort[shortHash(at - 2)] = at - 2;
    byShort[shortHash(at - 1)] = at - 1;
  }

  private int longHash(int position) {
    long seven = Words.u64(source, position) << 8;
    return (int) (seven * LONG_PRIME >>> Long.SIZE - HASH_BITS);
  }

  private int shortHash(int position) {
    return Words.u32(source, position) * SHORT_PRIME >>> Integer.SIZE - HASH_BITS;
  }
}
