package dev.layerseal.verifier.trust;

import dev.layerseal.notary.SigningScheme;
import java.util.Arrays;
import java.util.Optional;

/** What the certificates of a trust store are trusted for. */
public enum StoreType {
  CA("ca"),
  SIGNING_AUTHORITY("signingAuthority"),
  TSA("tsa");

  private final String text;

  StoreType(String text) {
    this.text = text;
  }

  public static Optional<StoreType> named(String text) {
    return Arrays.stream(values()).filter(type -> type.text.equals(text)).findFirst();
  }

  /** The stores that vouch for signatures of this scheme. */
  public static StoreType of(SigningScheme scheme) {
    return scheme == SigningScheme.X509 ? CA : SIGNING_AUTHORITY;
  }

  /** As policies and folders write it. */
  @Override
  public String toString() {
    return text;
  }
}
