package dev.layerseal.verifier.revocation;

import java.util.Locale;

/** What is known about one certificate, the worst last. */
public enum RevocationStatus {
  /** Somebody vouched that it is not revoked. */
  GOOD,
  /** It names nobody to ask, which counts as good. */
  NOT_REVOCABLE,
  /** Who should know did not answer. */
  UNREACHABLE,
  /** What was answered is out of date. */
  STALE,
  /** What was answered cannot be relied on: malformed, or not signed by the issuer. */
  UNUSABLE,
  /** Who should know does not know. */
  UNKNOWN,
  REVOKED;

  /** Whether a certificate of this status may be relied on. */
  public boolean good() {
    return compareTo(NOT_REVOCABLE) <= 0;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
