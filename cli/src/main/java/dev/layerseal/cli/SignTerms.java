package dev.layerseal.cli;

import dev.layerseal.error.FormatException;
import dev.layerseal.error.LayersealException;
import dev.layerseal.json.JsonArray;
import dev.layerseal.json.JsonObject;
import dev.layerseal.json.JsonObjectBuilder;
import dev.layerseal.notary.EnvelopeFormat;
import dev.layerseal.recipe.RecipeJson;
import dev.layerseal.seal.SealForm;
import dev.layerseal.signer.SealRequest;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What was asked for when a signature was prepared, so that completing it computes the same.
 *
 * @param time of signing
 * @param targets references with digests
 */
record SignTerms(
    Instant time,
    boolean ociLayout,
    List<String> targets,
    List<SealRequest> requests,
    String signatureHash,
    boolean layersOnly,
    EnvelopeFormat format,
    String shape,
    Map<String, String> metadata,
    Optional<Duration> expiry) {

  SignTerms {
    targets = List.copyOf(targets);
    requests = List.copyOf(requests);
  }

  /** Everything that the options of {@code command} say about what is signed. */
  static SignTerms of(SignCommand command, Instant now, List<String> targets)
      throws LayersealException, IOException {
    return new SignTerms(
        now,
        command.registry.ociLayout,
        targets,
        command.requests(),
        command.seals.signatureHash,
        command.seals.layersOnly,
        command.notary.format(),
        command.shape,
        command.notary.metadata,
        Optional.ofNullable(command.notary.expiry));
  }

  /** Sets the options of {@code command}, and its clock. */
  void applyTo(SignCommand command) {
    command.clock = Clock.fixed(time, ZoneOffset.UTC);
    command.requests = requests;
    command.registry.ociLayout = ociLayout;
    command.seals.dmVerity = !requests.isEmpty();
    command.seals.layersOnly = layersOnly;
    command.seals.signatureHash = signatureHash;
    command.notary.format(format);
    command.notary.metadata = metadata;
    command.notary.expiry = expiry.orElse(null);
    command.shape = shape;
    command.force = true;
  }

  JsonObject encode() {
    JsonObjectBuilder json =
        JsonObject.builder()
            .put("time", time.toString())
            .put("ociLayout", ociLayout)
            .put("targets", JsonArray.ofStrings(targets))
            .put("requests", JsonArray.of(requests.stream().map(SignTerms::encode).toList()))
            .put("signatureHash", signatureHash)
            .put("layersOnly", layersOnly)
            .put("signatureFormat", format.toString())
            .put("signatureManifest", shape)
            .putTexts("userMetadata", metadata);
    expiry.ifPresent(duration -> json.put("expirySeconds", duration.toSeconds()));
    return json.build();
  }

  static SignTerms decode(JsonObject json) throws LayersealException {
    List<SealRequest> requests = new ArrayList<>();
    for (JsonObject request : json.array("requests").objects()) {
      requests.add(decodeRequest(request));
    }
    OptionalLong expiry = json.optionalInteger("expirySeconds");
    return new SignTerms(
        time(json),
        json.bool("ociLayout"),
        json.array("targets").strings(),
        requests,
        json.string("signatureHash"),
        json.bool("layersOnly"),
        EnvelopeFormat.named(json.string("signatureFormat"))
            .orElseThrow(() -> json.malformed("signatureFormat", "expected jws or cose")),
        json.string("signatureManifest"),
        json.stringMap("userMetadata"),
        expiry.isPresent()
            ? Optional.of(Duration.ofSeconds(expiry.getAsLong()))
            : Optional.empty());
  }

  private static JsonObject encode(SealRequest request) {
    return JsonObject.builder()
        .put("recipe", RecipeJson.write(request.recipe()))
        .put(
            "forms", JsonArray.ofStrings(request.forms().stream().map(SealForm::toString).toList()))
        .build();
  }

  private static SealRequest decodeRequest(JsonObject json) throws LayersealException {
    List<SealForm> forms = new ArrayList<>();
    for (String name : json.array("forms").strings()) {
      forms.add(
          SealForm.named(name).orElseThrow(() -> json.malformed("forms", "\"" + name + "\"")));
    }
    try {
      return new SealRequest(RecipeJson.parse(json.string("recipe")), forms);
    } catch (IllegalArgumentException e) {
      throw json.malformed("forms", String.valueOf(e.getMessage()));
    }
  }

  private static Instant time(JsonObject json) throws FormatException {
    try {
      return Instant.parse(json.string("time"));
    } catch (DateTimeParseException e) {
      throw json.malformed("time", "is no time in RFC 3339");
    }
  }
}
