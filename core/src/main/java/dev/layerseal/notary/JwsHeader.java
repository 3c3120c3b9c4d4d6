package dev.layerseal.notary;

import dev.layerseal.error.FormatException;
import dev.layerseal.json.JsonArray;
import dev.layerseal.json.JsonObject;
import dev.layerseal.json.JsonObjectBuilder;
import dev.layerseal.json.JsonValue;
import dev.layerseal.json.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The protected header of a JWS envelope.
 *
 * <pre>
 * {"alg":"PS256","crit":["io.cncf.notary.signingScheme"],
 *  "cty":"application/vnd.cncf.notary.payload.v1+json",
 *  "io.cncf.notary.signingScheme":"notary.x509",
 *  "io.cncf.notary.signingTime":"2026-11-21T03:10:17Z"}
 * </pre>
 */
record JwsHeader(NotaryAlgorithm algorithm, String contentType, SignedAttributes attributes) {

  private static final String ALG = "alg";
  private static final String CRIT = "crit";
  private static final String CTY = "cty";
  private static final Set<String> OWN = Set.of(ALG, CRIT, CTY);
  private static final Pattern RFC3339 =
      Pattern.compile(
          "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(?:\\.\\d{1,9})?(?:Z|[+-]\\d\\d:\\d\\d)");

  static JwsHeader decode(byte[] json) throws FormatException {
    JsonObject header = JsonObject.parse(json);
    String alg = header.string(ALG);
    Optional<NotaryAlgorithm> algorithm = NotaryAlgorithm.ofJws(alg);
    if (algorithm.isEmpty()) {
      throw new FormatException("alg is %s, expected PS or ES with 256, 384 or 512".formatted(alg));
    }
    SigningScheme scheme = scheme(header.string(HeaderName.SIGNING_SCHEME));
    refuseOtherTime(header, scheme);
    List<String> critical = header.array(CRIT).strings();
    SignedAttributes attributes =
        new SignedAttributes(
            scheme,
            time(scheme.timeHeader(), header.string(scheme.timeHeader())),
            expiry(header),
            extended(header, critical));
    return new JwsHeader(algorithm.get(), header.string(CTY), attributes.checked(critical));
  }

  static byte[] encode(NotaryAlgorithm algorithm, SignedAttributes attributes) {
    JsonObjectBuilder header =
        JsonObject.builder()
            .put(ALG, algorithm.name())
            .put(CRIT, JsonArray.ofStrings(attributes.critical()))
            .put(CTY, Payload.CONTENT_TYPE)
            .put(HeaderName.SIGNING_SCHEME, attributes.scheme().toString())
            .put(attributes.scheme().timeHeader(), attributes.signingTime().toString())
            .put(HeaderName.EXPIRY, attributes.expiry().map(Instant::toString));
    attributes.extended().forEach(attribute -> header.put(attribute.name(), attribute.value()));
    return JsonWriter.canonical(header.build()).getBytes(StandardCharsets.UTF_8);
  }

  static SigningScheme scheme(String text) throws FormatException {
    return SigningScheme.named(text)
        .orElseThrow(
            () ->
                new FormatException(
                    "%s is %s, which is not known".formatted(HeaderName.SIGNING_SCHEME, text)));
  }

  private static void refuseOtherTime(JsonObject header, SigningScheme scheme)
      throws FormatException {
    for (SigningScheme other : SigningScheme.values()) {
      if (other != scheme && header.has(other.timeHeader())) {
        throw new FormatException(
            "%s does not go with the scheme %s".formatted(other.timeHeader(), scheme));
      }
    }
  }

  private static Optional<Instant> expiry(JsonObject header) throws FormatException {
    Optional<String> text = header.optionalString(HeaderName.EXPIRY);
    return text.isPresent() ? Optional.of(time(HeaderName.EXPIRY, text.get())) : Optional.empty();
  }

  private static Instant time(String name, String text) throws FormatException {
    if (!RFC3339.matcher(text).matches()) {
      throw new FormatException("%s is \"%s\", expected RFC 3339".formatted(name, text));
    }
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw new FormatException("%s is \"%s\", which is no time".formatted(name, text), e);
    }
  }

  private static List<ExtendedAttribute> extended(JsonObject header, List<String> critical) {
    List<ExtendedAttribute> extended = new ArrayList<>();
    for (Map.Entry<String, JsonValue> member : header.members().entrySet()) {
      String name = member.getKey();
      if (!OWN.contains(name) && !HeaderName.SIGNED.contains(name)) {
        extended.add(new ExtendedAttribute(name, critical.contains(name), member.getValue()));
      }
    }
    return extended;
  }
}
