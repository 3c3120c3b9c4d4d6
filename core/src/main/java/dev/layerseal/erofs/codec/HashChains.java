package dev.layerseal.erofs.codec;

import static dev.layerseal.erofs.codec.Lz4Output.MAX_DISTANCE;
import static dev.layerseal.erofs.codec.Lz4Output.MIN_MATCH;

import java.util.Arrays;

/**
 * Earlier positions with the same four bytes, the nearest first. Positions are counted on from call
 * to call, more than a distance apart, so that what an earlier call left is out of reach and
 * nothing has to be cleared.
 */
final class HashChains {

  private static final int HASH_BITS = 15;
  private static final int PRIME = 0x9e3779b1;
  private static final int CHAIN_MASK = 0xffff;
  private static final int FIRST = 65536;
  private static final int LAST = 1 << 30;

  /** How often a longer chain is looked for before the step through the match grows. */
  private static final int STEP_SHIFT = 4;

  private final int[] heads = new int[1 << HASH_BITS];
  private final char[] steps = new char[CHAIN_MASK + 1];

  private byte[] source = new byte[0];
  private int lowest = FIRST;
  private int next = FIRST;
  private int shift;
  private int matchEnd;

  void begin(byte[] source, int offset, int length) {
    this.source = source;
    lowest = next + FIRST;
    if (lowest > LAST - length) {
      Arrays.fill(heads, 0);
      lowest = FIRST;
    }
    next = lowest;
    shift = lowest - offset;
    matchEnd = offset + length - Lz4Output.LAST_LITERALS;
  }

  /**
   * Finds the longest match that covers {@code at} and starts at {@code from} or later.
   *
   * @param best its {@code length} is what has to be exceeded; changed when a longer one is found
   * @param tries how many candidates are looked at
   * @param patterns whether runs of one byte are walked through at once
   */
  void search(int at, int from, Lz4Match best, int tries, boolean patterns) {
    byte[] bytes = source;
    char[] chain = steps;
    insert(at);
    int index = at + shift;
    int reachable = Math.max(lowest, index - MAX_DISTANCE);
    int back = at - from;
    int pattern = Words.u32(bytes, at);
    int candidate = heads[hash(pattern)];
    int run = -1;
    int last = best.length - 1 - back;
    short probe = Words.u16(bytes, at + last);
    for (; candidate >= reachable && tries > 0; tries--) {
      int match = candidate - shift;
      if (Words.u16(bytes, match + last) == probe
          && Words.u32(bytes, match) == pattern
          && improve(best, at, match, back)) {
        last = best.length - 1 - back;
        probe = Words.u16(bytes, at + last);
      }
      int step = chain[candidate & CHAIN_MASK];
      if (patterns && step == 1) {
        if (run < 0) {
          run = isRun(pattern) ? runLength(at, matchEnd) : 0;
        }
        if (run > 0 && candidate > reachable && Words.u32(bytes, match - 1) == pattern) {
          candidate = throughRun(best, at, back, run, candidate - 1, reachable);
          last = best.length - 1 - back;
          probe = Words.u16(bytes, at + last);
          continue;
        }
      }
      candidate -= step;
    }
  }

  /**
   * Finds the longest match that starts at {@code at}, walking the rarest chain within what was
   * found so far. For the optimal parser.
   */
  void searchForward(int at, Lz4Match best, int tries) {
    byte[] bytes = source;
    insert(at);
    int index = at + shift;
    int reachable = Math.max(lowest, index - MAX_DISTANCE);
    int pattern = Words.u32(bytes, at);
    int candidate = heads[hash(pattern)];
    int chain = 0;
    int run = -1;
    while (candidate >= reachable && tries-- > 0) {
      int match = candidate - shift;
      int length = 0;
      if (Words.u16(bytes, match + best.length - 1) == Words.u16(bytes, at + best.length - 1)
          && Words.u32(bytes, match) == pattern) {
        length = lengthOf(at, match);
        if (length > best.length) {
          set(best, at, length, at - match);
        }
      }
      if (length == best.length && candidate + length <= index) {
        long rarest = rarestChain(candidate, length);
        int step = (int) (rarest >>> 32);
        if (step > 1) {
          chain = (int) rarest;
          candidate -= step;
          continue;
        }
      }
      if (chain == 0 && steps[candidate & CHAIN_MASK] == 1) {
        if (run < 0) {
          run = isRun(pattern) ? runLength(at, matchEnd) : 0;
        }
        if (run > 0 && candidate > reachable && Words.u32(bytes, match - 1) == pattern) {
          candidate = throughRun(best, at, 0, run, candidate - 1, reachable);
          continue;
        }
      }
      candidate -= steps[candidate + chain & CHAIN_MASK];
    }
  }

  /** Adds all positions before {@code at}. */
  private void insert(int at) {
    int end = at + shift;
    for (int index = next; index < end; index++) {
      int slot = hash(Words.u32(source, index - shift));
      steps[index & CHAIN_MASK] = (char) Math.min(index - heads[slot], MAX_DISTANCE);
      heads[slot] = index;
    }
    next = Math.max(next, end);
  }

  private boolean improve(Lz4Match best, int at, int match, int back) {
    int before =
        back == 0
            ? 0
            : Words.commonBefore(source, at, match, Math.min(back, match + shift - lowest));
    int length = lengthOf(at, match) + before;
    if (length <= best.length) {
      return false;
    }
    set(best, at - before, length, at - match);
    return true;
  }

  private int lengthOf(int at, int match) {
    return MIN_MATCH + Words.common(source, at + MIN_MATCH, match + MIN_MATCH, matchEnd);
  }

  /** The step (high word) and place in the match (low word) of the chain that skips farthest. */
  private long rarestChain(int candidate, int length) {
    int farthest = 1;
    int chain = 0;
    int step = 1;
    int tries = 1 << STEP_SHIFT;
    for (int place = 0; place < length - MIN_MATCH + 1; place += step) {
      int distance = steps[candidate + place & CHAIN_MASK];
      step = tries++ >>> STEP_SHIFT;
      if (distance > farthest) {
        farthest = distance;
        chain = place;
        tries = 1 << STEP_SHIFT;
      }
    }
    return (long) farthest << 32 | chain;
  }

  /**
   * The next candidate, within or before a run of one byte that lies around {@code candidate}; the
   * text at hand starts with {@code run} of that byte.
   */
  private int throughRun(Lz4Match best, int at, int back, int run, int candidate, int reachable) {
    int match = candidate - shift;
    int forward = runLength(match, matchEnd);
    int before = Math.min(runBefore(match), candidate - reachable);
    int whole = before + forward;
    if (whole >= run && forward <= run) {
      return candidate + forward - run;
    }
    int first = candidate - before;
    if (back > 0) {
      return first;
    }
    int length = Math.min(whole, run);
    if (best.length < length) {
      if (at + shift - first > MAX_DISTANCE) {
        return 0;
      }
      set(best, at, length, at + shift - first);
    }
    return first - steps[first & CHAIN_MASK];
  }

  private int runLength(int at, int end) {
    int position = at + MIN_MATCH;
    while (position < end && source[position] == source[at]) {
      position++;
    }
    return position - at;
  }

  private int runBefore(int at) {
    int start = lowest - shift;
    int position = at;
    while (position > start && source[position - 1] == source[at]) {
      position--;
    }
    return at - position;
  }

  private static void set(Lz4Match match, int start, int length, int distance) {
    match.start = start;
    match.length = length;
    match.distance = distance;
  }

  private static boolean isRun(int pattern) {
    return (pattern & 0xff) * 0x01010101 == pattern;
  }

  private static int hash(int pattern) {
    return pattern * PRIME >>> Integer.SIZE - HASH_BITS;
  }
}
