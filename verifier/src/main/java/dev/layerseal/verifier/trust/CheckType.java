package dev.layerseal.verifier.trust;

import java.util.Arrays;
import java.util.Optional;

/** What is checked about a signature (trust store and trust policy specification). */
public enum CheckType {
  INTEGRITY("integrity"),
  AUTHENTICITY("authenticity"),
  AUTHENTIC_TIMESTAMP("authenticTimestamp"),
  EXPIRY("expiry"),
  REVOCATION("revocation");

  private final String text;

  CheckType(String text) {
    this.text = text;
  }

  static Optional<CheckType> named(String text) {
    return Arrays.stream(values()).filter(type -> type.text.equals(text)).findFirst();
  }

  /** As policies write it. */
  @Override
  public String toString() {
    return text;
  }
}
