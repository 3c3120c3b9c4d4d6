package dev.layerseal.verifier.trust;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What follows when a check fails, the strictest first. */
public enum Action {
  /** The signature does not count. */
  ENFORCE,
  /** It is told, and the signature counts. */
  LOG,
  /** The check is not made. */
  SKIP;

  static Optional<Action> named(String text) {
    return Arrays.stream(values()).filter(action -> action.toString().equals(text)).findFirst();
  }

  /** As policies write it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
