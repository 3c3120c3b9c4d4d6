package dev.layerseal.erofs;

import dev.layerseal.error.FormatException;

/**
 * How much may be read. Structures of a sound image do not overlap, so that together they are not
 * larger than it; a hostile one may name the same bytes again and again.
 */
final class Budget {

  private final String what;
  private long left;

  Budget(String what, long bytes) {
    this.what = what;
    this.left = bytes;
  }

  /**
   * Takes {@code bytes} away.
   *
   * @throws FormatException when there are not so many left
   */
  void spend(long bytes) throws FormatException {
    if (!trySpend(bytes)) {
      throw new FormatException(what + " overlap: together they are larger than the image allows");
    }
  }

  /** Takes {@code bytes} away, or all that is left and says no. */
  boolean trySpend(long bytes) {
    boolean enough = bytes <= left;
    left = enough ? left - bytes : 0;
    return enough;
  }

  boolean spent() {
    return left == 0;
  }
}
