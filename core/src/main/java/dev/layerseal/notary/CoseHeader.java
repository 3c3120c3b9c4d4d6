package dev.layerseal.notary;

import dev.layerseal.error.FormatException;
import dev.layerseal.json.JsonBoolean;
import dev.layerseal.json.JsonNumber;
import dev.layerseal.json.JsonString;
import dev.layerseal.json.JsonValue;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The protected header of a COSE envelope: algorithm (1), critical headers (2), content type (3),
 * and the others by their names; times are tag 1 around whole seconds.
 */
record CoseHeader(NotaryAlgorithm algorithm, String contentType, SignedAttributes attributes) {

  private static final int ALG = 1;
  private static final int CRIT = 2;
  private static final int CONTENT_TYPE = 3;
  private static final int EPOCH_TIME = 1;

  static CoseHeader decode(CborValue.Map header) throws FormatException {
    if (!(header.get(ALG).orElse(null) instanceof CborValue.Int alg)) {
      throw new FormatException("alg (1) is missing or no number");
    }
    Optional<NotaryAlgorithm> algorithm = NotaryAlgorithm.ofCose(alg.value());
    if (algorithm.isEmpty()) {
      throw new FormatException("alg (1) is %d, which is not known".formatted(alg.value()));
    }
    SigningScheme scheme =
        JwsHeader.scheme(text(header.get(HeaderName.SIGNING_SCHEME), HeaderName.SIGNING_SCHEME));
    refuseOtherTime(header, scheme);
    List<String> critical = critical(header);
    Optional<CborValue> expiry = header.get(HeaderName.EXPIRY);
    SignedAttributes attributes =
        new SignedAttributes(
            scheme,
            time(header.get(scheme.timeHeader()), scheme.timeHeader()),
            expiry.isPresent() ? Optional.of(time(expiry, HeaderName.EXPIRY)) : Optional.empty(),
            extended(header, critical));
    return new CoseHeader(
        algorithm.get(),
        text(header.get(CONTENT_TYPE), "content type (3)"),
        attributes.checked(critical));
  }

  static byte[] encode(NotaryAlgorithm algorithm, SignedAttributes attributes) {
    List<CborValue.Entry> entries = new ArrayList<>();
    entries.add(entry(ALG, new CborValue.Int(algorithm.coseLabel())));
    entries.add(entry(CRIT, texts(attributes.critical())));
    entries.add(entry(CONTENT_TYPE, new CborValue.Text(Payload.CONTENT_TYPE)));
    entries.add(
        entry(HeaderName.SIGNING_SCHEME, new CborValue.Text(attributes.scheme().toString())));
    entries.add(entry(attributes.scheme().timeHeader(), epoch(attributes.signingTime())));
    attributes.expiry().ifPresent(time -> entries.add(entry(HeaderName.EXPIRY, epoch(time))));
    for (ExtendedAttribute attribute : attributes.extended()) {
      entries.add(entry(attribute.name(), value(attribute.value())));
    }
    return CborWriter.write(new CborValue.Map(entries));
  }

  private static void refuseOtherTime(CborValue.Map header, SigningScheme scheme)
      throws FormatException {
    for (SigningScheme other : SigningScheme.values()) {
      if (other != scheme && header.get(other.timeHeader()).isPresent()) {
        throw new FormatException(
            "%s does not go with the scheme %s".formatted(other.timeHeader(), scheme));
      }
    }
  }

  private static List<String> critical(CborValue.Map header) throws FormatException {
    if (!(header.get(CRIT).orElse(null) instanceof CborValue.Array array)) {
      throw new FormatException("crit (2) is missing or no array");
    }
    List<String> names = new ArrayList<>();
    for (CborValue element : array.elements()) {
      names.add(text(Optional.of(element), "crit (2)"));
    }
    return names;
  }

  private static String text(Optional<CborValue> value, String name) throws FormatException {
    if (value.orElse(null) instanceof CborValue.Text text) {
      return text.value();
    }
    throw new FormatException(name + " is missing or no text");
  }

  private static Instant time(Optional<CborValue> value, String name) throws FormatException {
    if (value.orElse(null) instanceof CborValue.Tagged tagged
        && tagged.tag() == EPOCH_TIME
        && tagged.value() instanceof CborValue.Int seconds) {
      try {
        return Instant.ofEpochSecond(seconds.value());
      } catch (DateTimeException e) {
        throw new FormatException("%s is no time".formatted(name), e);
      }
    }
    throw new FormatException(name + " is missing, or not tag 1 around whole seconds");
  }

  private static List<ExtendedAttribute> extended(CborValue.Map header, List<String> critical)
      throws FormatException {
    List<ExtendedAttribute> extended = new ArrayList<>();
    for (CborValue.Entry entry : header.entries()) {
      if (entry.key() instanceof CborValue.Text key) {
        if (!HeaderName.SIGNED.contains(key.value())) {
          String name = key.value();
          extended.add(
              new ExtendedAttribute(name, critical.contains(name), json(name, entry.value())));
        }
      } else if (entry.key() instanceof CborValue.Int label
          && (label.value() < ALG || label.value() > CONTENT_TYPE)) {
        throw new FormatException("the header %d is not known".formatted(label.value()));
      }
    }
    return extended;
  }

  private static JsonValue json(String name, CborValue value) throws FormatException {
    if (value instanceof CborValue.Text text) {
      return new JsonString(text.value());
    }
    if (value instanceof CborValue.Int number) {
      return JsonNumber.of(number.value());
    }
    if (value instanceof CborValue.Bool bool) {
      return new JsonBoolean(bool.value());
    }
    throw new FormatException(name + " is neither text nor number nor boolean");
  }

  private static CborValue value(JsonValue value) {
    if (value instanceof JsonString text) {
      return new CborValue.Text(text.value());
    }
    if (value instanceof JsonNumber number && number.integer().isPresent()) {
      return new CborValue.Int(number.integer().getAsLong());
    }
    if (value instanceof JsonBoolean bool) {
      return new CborValue.Bool(bool.value());
    }
    throw new IllegalArgumentException("an extended attribute that is " + value.kind());
  }

  private static CborValue epoch(Instant time) {
    return new CborValue.Tagged(EPOCH_TIME, new CborValue.Int(time.getEpochSecond()));
  }

  private static CborValue texts(List<String> names) {
    return new CborValue.Array(
        names.stream().map(name -> (CborValue) new CborValue.Text(name)).toList());
  }

  private static CborValue.Entry entry(int label, CborValue value) {
    return new CborValue.Entry(new CborValue.Int(label), value);
  }

  private static CborValue.Entry entry(String name, CborValue value) {
    return new CborValue.Entry(new CborValue.Text(name), value);
  }
}
