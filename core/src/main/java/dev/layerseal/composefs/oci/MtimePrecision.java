package dev.layerseal.composefs.oci;

import dev.layerseal.error.FormatException;
import java.util.Locale;

/** How much of a file's time is kept. */
public enum MtimePrecision {
  /** With the fraction of a pax {@code mtime}, as composefs-rs now. */
  NSEC,
  /** Whole seconds, rounded down: the older rule. */
  SEC;

  /**
   * The precision called {@code nsec} or {@code sec}.
   *
   * @throws FormatException for any other name
   */
  public static MtimePrecision parse(String name) throws FormatException {
    for (MtimePrecision precision : values()) {
      if (precision.toString().equals(name)) {
        return precision;
      }
    }
    throw new FormatException("mtime precision is " + name + ", expected nsec or sec");
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
