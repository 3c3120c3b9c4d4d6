package dev.layerseal.composefs;

import dev.layerseal.error.FormatException;

/**
 * Which {@code composefs_version} an image gets: the number in its header, which also decides how
 * it is laid out.
 *
 * @param min 0, 1 or 2
 * @param max 0, 1 or 2; 1 and a {@code min} of 0: 1 when the tree has whiteouts, else 0
 */
public record ComposefsVersion(int min, int max) {

  /** What mkcomposefs does when it is not told: 1 when the tree has whiteouts, else 0. */
  public static final ComposefsVersion AUTO = new ComposefsVersion(0, 1);

  /** The version with a layout of its own, which composefs-rs wrote up to 0.6. */
  static final int EPOCH_2 = 2;

  /**
   * @throws IllegalArgumentException when a number is out of range
   */
  public ComposefsVersion {
    if (min < 0 || min > EPOCH_2 || max < 0 || max > EPOCH_2) {
      throw new IllegalArgumentException("composefs version " + min + " to " + max);
    }
    max = Math.max(min, max);
  }

  /** Exactly this version. */
  public static ComposefsVersion exactly(int version) {
    return new ComposefsVersion(version, version);
  }

  /**
   * The version called {@code auto}, {@code 0}, {@code 1} or {@code 2}.
   *
   * @throws FormatException for anything else
   */
  public static ComposefsVersion parse(String text) throws FormatException {
    return switch (text) {
      case "auto" -> AUTO;
      case "0" -> exactly(0);
      case "1" -> exactly(1);
      case "2" -> exactly(EPOCH_2);
      default ->
          throw new FormatException("composefs version is " + text + ", expected auto, 0, 1 or 2");
    };
  }

  /** The version of an image of {@code tree}. */
  public int of(ComposefsTree tree) {
    return min == 0 && max >= 1 && Whiteouts.in(tree) ? 1 : min;
  }
}
