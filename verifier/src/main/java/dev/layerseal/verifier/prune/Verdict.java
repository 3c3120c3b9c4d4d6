package dev.layerseal.verifier.prune;

import java.util.Locale;

/** Whether a stored signature is still of use. */
public enum Verdict {
  KEPT,
  /** A newer one by the same certificate says the same, and does at least as much. */
  SUPERSEDED,
  /** Its own expiry has passed, or its certificates have expired and no countersignature helps. */
  EXPIRED,
  /** What it signs is not there. */
  ORPHANED,
  /** It is no sound signature of the image; left alone, since somebody should look at it. */
  BROKEN;

  /** Whether it may go. */
  public boolean removable() {
    return this == SUPERSEDED || this == EXPIRED || this == ORPHANED;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
