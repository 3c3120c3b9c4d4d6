package dev.layerseal.notary;

import dev.layerseal.error.FormatException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The signed facts of an envelope.
 *
 * @param signingTime claimed or, under the signing authority scheme, vouched for; whole seconds
 *     when written
 * @param expiry after the signing time
 */
public record SignedAttributes(
    SigningScheme scheme,
    Instant signingTime,
    Optional<Instant> expiry,
    List<ExtendedAttribute> extended) {

  public SignedAttributes {
    extended = List.copyOf(extended);
  }

  /** What a publisher signs with its own key; times are cut to whole seconds. */
  public static SignedAttributes of(Instant signingTime, Optional<Instant> expiry) {
    return new SignedAttributes(
        SigningScheme.X509,
        signingTime.truncatedTo(ChronoUnit.SECONDS),
        expiry.map(time -> time.truncatedTo(ChronoUnit.SECONDS)),
        List.of());
  }

  /** The attribute called {@code name}. */
  public Optional<ExtendedAttribute> extended(String name) {
    return extended.stream().filter(attribute -> attribute.name().equals(name)).findFirst();
  }

  /** Names of the headers that are written as critical, in the order in which they are listed. */
  List<String> critical() {
    List<String> names = new ArrayList<>(required());
    extended.stream()
        .filter(ExtendedAttribute::critical)
        .map(ExtendedAttribute::name)
        .forEach(names::add);
    return names;
  }

  private List<String> required() {
    List<String> names = new ArrayList<>(List.of(HeaderName.SIGNING_SCHEME));
    if (scheme == SigningScheme.SIGNING_AUTHORITY) {
      names.add(HeaderName.AUTHENTIC_SIGNING_TIME);
    }
    if (expiry.isPresent()) {
      names.add(HeaderName.EXPIRY);
    }
    return names;
  }

  /**
   * Checks the list of critical headers, and the times against each other.
   *
   * @param listed the critical headers as the envelope lists them
   */
  SignedAttributes checked(List<String> listed) throws FormatException {
    Set<String> names = new HashSet<>();
    for (String name : listed) {
      if (!names.add(name)) {
        throw new FormatException("crit lists %s twice".formatted(name));
      }
      if (!required().contains(name) && extended(name).isEmpty()) {
        throw new FormatException(
            "crit lists %s, which is absent or never critical".formatted(name));
      }
    }
    for (String name : required()) {
      if (!names.contains(name)) {
        throw new FormatException("crit does not list %s".formatted(name));
      }
    }
    if (expiry.isPresent() && !expiry.get().isAfter(signingTime)) {
      throw new FormatException(
          "%s is %s, not after the signing time %s"
              .formatted(HeaderName.EXPIRY, expiry.get(), signingTime));
    }
    return this;
  }
}
