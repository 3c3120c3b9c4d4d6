package dev.layerseal.verifier.notary;

import dev.layerseal.error.FormatException;
import dev.layerseal.error.SigningException;
import dev.layerseal.error.VerificationException.Reason;
import dev.layerseal.json.JsonArray;
import dev.layerseal.json.JsonObject;
import dev.layerseal.json.JsonObjectBuilder;
import dev.layerseal.notary.ExtendedAttribute;
import dev.layerseal.notary.SignatureEnvelope;
import dev.layerseal.notary.SigningScheme;
import dev.layerseal.plugin.Plugin;
import dev.layerseal.plugin.PluginMetadata;
import dev.layerseal.verifier.trust.Action;
import dev.layerseal.verifier.trust.CheckResult;
import dev.layerseal.verifier.trust.CheckType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What an installed plugin says about a signature ({@code verify-signature}). */
final class PluginVerification implements PluginCheck {

  private final Plugin plugin;
  private final Set<CheckType> takesOver;

  PluginVerification(Plugin plugin, Set<CheckType> takesOver) {
    this.plugin = plugin;
    this.takesOver = takesOver;
  }

  @Override
  public Set<CheckType> takesOver() {
    return takesOver;
  }

  @Override
  public List<CheckResult> check(SignatureEnvelope envelope, VerificationRequest request)
      throws IOException {
    List<CheckType> asked =
        takesOver.stream()
            .filter(type -> request.trust().action(type) != Action.SKIP)
            .sorted()
            .toList();
    List<CheckResult> results = new ArrayList<>();
    if (takesOver.contains(CheckType.REVOCATION) && !asked.contains(CheckType.REVOCATION)) {
      results.add(CheckResult.skipped(CheckType.REVOCATION));
    }
    if (asked.isEmpty()) {
      unprocessed(envelope, JsonObject.EMPTY).ifPresent(results::add);
      return results;
    }
    try {
      JsonObject answer = plugin.verifySignature(request(envelope, request, asked));
      unprocessed(envelope, answer).ifPresent(results::add);
      for (CheckType type : asked) {
        results.add(result(answer, type, request.trust().action(type)));
      }
    } catch (SigningException | FormatException e) {
      results.add(
          CheckResult.inconclusive(
              CheckType.AUTHENTICITY, Action.ENFORCE, String.valueOf(e.getMessage())));
    }
    return results;
  }

  private JsonObject request(
      SignatureEnvelope envelope, VerificationRequest request, List<CheckType> asked) {
    List<ExtendedAttribute> attributes = IntegrityCheck.forPlugin(envelope);
    JsonObjectBuilder extended = JsonObject.builder();
    attributes.forEach(attribute -> extended.put(attribute.name(), attribute.value()));
    JsonObjectBuilder critical =
        JsonObject.builder()
            .put("contentType", envelope.contentType())
            .put("signingScheme", envelope.attributes().scheme().toString())
            .put("expiry", envelope.attributes().expiry().map(Object::toString));
    if (envelope.attributes().scheme() == SigningScheme.SIGNING_AUTHORITY) {
      critical.put("authenticSigningTime", envelope.attributes().signingTime().toString());
    }
    critical.put("extendedAttributes", extended.build());
    JsonObject signature =
        JsonObject.builder()
            .put("criticalAttributes", critical.build())
            .put(
                "unprocessedAttributes",
                JsonArray.ofStrings(attributes.stream().map(ExtendedAttribute::name).toList()))
            .put(
                "certificateChain",
                JsonArray.ofStrings(
                    envelope.chain().encode().stream()
                        .map(Base64.getEncoder()::encodeToString)
                        .toList()))
            .build();
    JsonObject policy =
        JsonObject.builder()
            .put(
                "trustedIdentities",
                JsonArray.ofStrings(request.trust().statement().identities().texts()))
            .put(
                "signatureVerification",
                JsonArray.ofStrings(asked.stream().map(PluginVerification::capability).toList()))
            .build();
    return JsonObject.builder()
        .put("contractVersion", "1.0")
        .put("signature", signature)
        .put("trustPolicy", policy)
        .putTexts("pluginConfig", request.pluginConfig())
        .build();
  }

  /** A critical header that the plugin did not look at. */
  private Optional<CheckResult> unprocessed(SignatureEnvelope envelope, JsonObject answer) {
    List<String> processed;
    try {
      processed = answer.strings("processedAttributes");
    } catch (FormatException e) {
      processed = List.of();
    }
    for (ExtendedAttribute attribute : IntegrityCheck.forPlugin(envelope)) {
      if (!processed.contains(attribute.name())) {
        return Optional.of(
            CheckResult.failed(
                CheckType.INTEGRITY,
                Action.ENFORCE,
                Reason.BAD_SIGNATURE,
                "the critical header %s was not judged by the plugin %s"
                    .formatted(attribute.name(), plugin.name())));
      }
    }
    return Optional.empty();
  }

  private CheckResult result(JsonObject answer, CheckType type, Action action)
      throws FormatException {
    Optional<JsonObject> result =
        answer.object("verificationResults").optionalObject(capability(type));
    if (result.isEmpty()) {
      return CheckResult.inconclusive(
          type, Action.ENFORCE, "the plugin %s did not answer".formatted(plugin.name()));
    }
    if (result.get().bool("success")) {
      return CheckResult.passed(type, action);
    }
    return CheckResult.failed(
        type,
        action,
        type == CheckType.REVOCATION ? Reason.REVOKED : Reason.UNTRUSTED,
        "the plugin %s says no: %s"
            .formatted(plugin.name(), result.get().optionalString("reason").orElse("no reason")));
  }

  private static String capability(CheckType type) {
    return type == CheckType.REVOCATION
        ? PluginMetadata.REVOCATION_CHECK
        : PluginMetadata.TRUSTED_IDENTITY;
  }
}
