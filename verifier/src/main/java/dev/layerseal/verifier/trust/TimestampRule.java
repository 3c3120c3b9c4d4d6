package dev.layerseal.verifier.trust;

import java.util.Arrays;
import java.util.Optional;

/** When a countersignature of a timestamp authority is needed, where a TSA store is named. */
public enum TimestampRule {
  ALWAYS("always"),
  AFTER_CERT_EXPIRY("afterCertExpiry");

  private final String text;

  TimestampRule(String text) {
    this.text = text;
  }

  static Optional<TimestampRule> named(String text) {
    return Arrays.stream(values()).filter(rule -> rule.text.equals(text)).findFirst();
  }

  @Override
  public String toString() {
    return text;
  }
}
