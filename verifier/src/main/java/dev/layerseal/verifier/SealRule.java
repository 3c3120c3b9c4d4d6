package dev.layerseal.verifier;

import java.util.Locale;

/** What follows when an image has no seals by a trusted signer. */
public enum SealRule {
  /** They must hold when they are there. */
  AUTO,
  /** They must be there. */
  REQUIRE,
  /** Nobody looks at them. */
  IGNORE;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
