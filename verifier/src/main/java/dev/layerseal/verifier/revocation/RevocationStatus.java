package dev.layerseal.verifier.revocation;

import java.util.Locale;

/** What is known about one certificate, the worst last. */
public enum RevocationStatus {
  /** Somebody vouched that it is not revoked. */
  GOOD,
  /** It names nobody to ask, which counts as good. */
  NOT_REVOCABLE,
  /** There is somebody to ask, and no usable answer. */
  UNKNOWN,
  REVOKED;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
