package dev.layerseal.erofs;

import java.util.Arrays;
import java.util.OptionalLong;

/**
 * Which bytes of an image belong to an inode or to the blocks of its content, in little space.
 * Ranges are kept as their two ends: no two overlap if, with both kinds of ends in order, every
 * range begins where as many have ended as began before it.
 */
final class OccupiedSpace {

  private static final int START = 1 << 8;
  private static final int SMALLEST = 512;

  private final NidTable contents = new NidTable();
  private long[] starts = new long[START];
  private long[] ends = new long[START];
  private int count;

  /** Takes the bytes from {@code start} up to {@code end}. */
  void take(long start, long end) {
    if (start >= end) {
      return;
    }
    if (count == starts.length) {
      starts = Arrays.copyOf(starts, count * 2);
      ends = Arrays.copyOf(ends, count * 2);
    }
    starts[count] = start;
    ends[count++] = end;
  }

  /**
   * Takes blocks of content. Files with the same content may name the same blocks, as long as these
   * are all blocks of both.
   */
  void takeBlocks(long start, long end) {
    int blocks = (int) Math.min(Integer.MAX_VALUE, (end - start + SMALLEST - 1) / SMALLEST);
    if (contents.get(start) != blocks) {
      contents.put(start, blocks);
      take(start, end);
    }
  }

  /** The first byte that belongs to two. */
  OptionalLong overlap() {
    Arrays.sort(starts, 0, count);
    Arrays.sort(ends, 0, count);
    for (int i = 1; i < count; i++) {
      if (starts[i] < ends[i - 1]) {
        return OptionalLong.of(starts[i]);
      }
    }
    return OptionalLong.empty();
  }
}
