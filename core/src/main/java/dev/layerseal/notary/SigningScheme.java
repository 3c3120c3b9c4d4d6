package dev.layerseal.notary;

import java.util.Arrays;
import java.util.Optional;

/** Who vouches for the time of signing (signature specification, "Signing scheme"). */
public enum SigningScheme {
  /** The publisher signs; the signing time is a claim. */
  X509("notary.x509"),
  /** A service signs and vouches for the time. */
  SIGNING_AUTHORITY("notary.x509.signingAuthority");

  private final String text;

  SigningScheme(String text) {
    this.text = text;
  }

  /** Name of the header that holds the time. */
  String timeHeader() {
    return this == X509 ? HeaderName.SIGNING_TIME : HeaderName.AUTHENTIC_SIGNING_TIME;
  }

  static Optional<SigningScheme> named(String text) {
    return Arrays.stream(values()).filter(scheme -> scheme.text.equals(text)).findFirst();
  }

  @Override
  public String toString() {
    return text;
  }
}
