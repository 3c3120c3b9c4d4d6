package dev.layerseal.erofs.codec;

import static dev.layerseal.erofs.codec.Lz4Output.MIN_MATCH;

/**
 * Levels 3 to 9 of LZ4 HC: before a match is written, up to two later ones that overlap it are
 * looked at, and bytes are moved between the three where that saves a sequence.
 */
final class Lz4HcLazy extends Lz4HcCompressor {

  private enum Step {
    SECOND,
    THIRD,
    WRITTEN,
    FULL
  }

  /** A match longer than this needs a second length byte or nearly so: it may give bytes away. */
  private static final int GENEROUS = 18;

  private static final int PATTERN_LEVEL = 9;

  private final HashChains chains = new HashChains();
  private final int tries;
  private final boolean patterns;

  private final Lz4Match original = new Lz4Match();
  private final Lz4Match one = new Lz4Match();
  private final Lz4Match two = new Lz4Match();
  private final Lz4Match three = new Lz4Match();

  Lz4HcLazy(int level) {
    tries = 1 << level - 1;
    patterns = level >= PATTERN_LEVEL;
  }

  @Override
  void begin(int offset, int length) {
    chains.begin(source, offset, length);
  }

  @Override
  void parse() {
    while (at <= lastMatchStart) {
      one.length = MIN_MATCH - 1;
      chains.search(at, at, one, tries, patterns);
      if (one.length < MIN_MATCH) {
        at++;
        continue;
      }
      original.set(one);
      Step step = Step.SECOND;
      while (step == Step.SECOND || step == Step.THIRD) {
        step = step == Step.SECOND ? second() : third();
      }
      if (step == Step.FULL) {
        return;
      }
    }
  }

  /** Looks for a match that starts within the first one and reaches farther. */
  private Step second() {
    if (!wider(one, two, 2)) {
      return write(one) ? Step.WRITTEN : Step.FULL;
    }
    if (original.start < one.start && two.start < one.start + original.length) {
      one.set(original);
    }
    if (two.start - one.start < 3) {
      one.set(two);
      return Step.SECOND;
    }
    return Step.THIRD;
  }

  /** Looks for a match that starts within the second one and reaches farther. */
  private Step third() {
    if (two.start - one.start < GENEROUS) {
      giveToFirst(Math.min(one.length, GENEROUS));
    }
    if (!wider(two, three, 3)) {
      one.length = Math.min(one.length, two.start - one.start);
      return write(one) && write(two) ? Step.WRITTEN : Step.FULL;
    }
    if (three.start < one.end() + 3) {
      return three.start >= one.end() ? dropSecond() : replaceSecond();
    }
    cutFirst();
    if (!write(one)) {
      return Step.FULL;
    }
    one.set(two);
    two.set(three);
    return Step.THIRD;
  }

  private boolean wider(Lz4Match match, Lz4Match found, int overlap) {
    if (match.end() > lastMatchStart) {
      return false;
    }
    found.length = match.length;
    chains.search(match.end() - overlap, match.start, found, tries, patterns);
    return found.length > match.length;
  }

  /** There is no room for the second match: the first is written, the third follows it. */
  private Step dropSecond() {
    if (two.start < one.end()) {
      two.skip(one.end() - two.start);
      if (two.length < MIN_MATCH) {
        two.set(three);
      }
    }
    if (!write(one)) {
      return Step.FULL;
    }
    one.set(three);
    original.set(two);
    return Step.SECOND;
  }

  private Step replaceSecond() {
    two.set(three);
    return Step.THIRD;
  }

  private void cutFirst() {
    if (two.start >= one.end()) {
      return;
    }
    if (two.start - one.start < GENEROUS) {
      one.length = giveToFirst(Math.min(one.length, GENEROUS));
    } else {
      one.length = two.start - one.start;
    }
  }

  /** Lets the first match keep {@code length} bytes, if the second stays a match. */
  private int giveToFirst(int length) {
    int kept = Math.min(length, two.end() - MIN_MATCH - one.start);
    int overlap = kept - (two.start - one.start);
    if (overlap > 0) {
      two.skip(overlap);
    }
    return kept;
  }
}
