package dev.layerseal.verifier.trust;

import dev.layerseal.error.FormatException;
import java.util.Optional;
import java.util.regex.Pattern;

/** Which trust store: {@code ca:example}, a folder {@code truststore/x509/ca/example}. */
public record StoreName(StoreType type, String name) {

  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_.-]+");

  /** The store that {@code text} names. */
  public static StoreName parse(String text) throws FormatException {
    int colon = text.indexOf(':');
    if (colon < 0) {
      throw new FormatException("trust store \"%s\": expected TYPE:NAME".formatted(text));
    }
    Optional<StoreType> type = StoreType.named(text.substring(0, colon));
    if (type.isEmpty()) {
      throw new FormatException(
          "trust store \"%s\": the type must be ca, signingAuthority or tsa".formatted(text));
    }
    return new StoreName(type.get(), checkName(text.substring(colon + 1)));
  }

  /** {@code name} itself, when a store may be called so. */
  public static String checkName(String name) throws FormatException {
    if (!NAME.matcher(name).matches() || name.equals(".") || name.equals("..")) {
      throw new FormatException(
          "trust store \"%s\": a name has letters, digits, _ . and - only".formatted(name));
    }
    return name;
  }

  @Override
  public String toString() {
    return type + ":" + name;
  }
}
