package dev.layerseal.tar;

import dev.layerseal.error.FormatException;
import dev.layerseal.error.UnsupportedFeatureException;

/** The ways in which an archive is turned down. */
public final class Refusal {

  private Refusal() {}

  /** The reference tool ends with an error where the header at {@code offset} is read. */
  public static UnsupportedFeatureException byTool(long offset, String why) {
    return new UnsupportedFeatureException(
        "the reference tool refuses this layer: tar header at 0x%x: %s".formatted(offset, why));
  }

  /** The archive ends where more has to come. */
  static FormatException truncated(long offset, String where) {
    return new FormatException("tar ends at 0x%x, %s".formatted(offset, where));
  }
}
