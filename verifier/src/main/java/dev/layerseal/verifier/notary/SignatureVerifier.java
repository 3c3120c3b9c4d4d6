package dev.layerseal.verifier.notary;

import dev.layerseal.error.LayersealException;
import dev.layerseal.error.VerificationException.Reason;
import dev.layerseal.json.JsonString;
import dev.layerseal.notary.EnvelopeFormat;
import dev.layerseal.notary.ExtendedAttribute;
import dev.layerseal.notary.Payload;
import dev.layerseal.notary.SignatureEnvelope;
import dev.layerseal.notary.SigningScheme;
import dev.layerseal.oci.Descriptor;
import dev.layerseal.verifier.revocation.RevocationCheck;
import dev.layerseal.verifier.revocation.RevocationChecker;
import dev.layerseal.verifier.timestamp.TimestampCheck;
import dev.layerseal.verifier.trust.Action;
import dev.layerseal.verifier.trust.CheckResult;
import dev.layerseal.verifier.trust.CheckType;
import dev.layerseal.verifier.trust.SignerTrust;
import dev.layerseal.verifier.trust.StoreType;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Holds one envelope against a policy, in the order in which notation does: integrity,
 * authenticity, expiry, authentic timestamp, revocation, the plugin that the signature names, and
 * the metadata that the user requires. It stops at the first check that refuses.
 */
public final class SignatureVerifier {

  private final RevocationChecker revocation;
  private final PluginCheck.Finder plugins;

  public SignatureVerifier(RevocationChecker revocation, PluginCheck.Finder plugins) {
    this.revocation = revocation;
    this.plugins = plugins;
  }

  /**
   * Verifies that {@code envelope} is a signature of {@code subject} that counts.
   *
   * @throws IOException when a file on this machine cannot be read; everything else is in the
   *     report
   */
  public SignatureReport verify(
      EnvelopeFormat format, byte[] envelope, Descriptor subject, VerificationRequest request)
      throws IOException {
    IntegrityCheck integrity = new IntegrityCheck();
    List<CheckResult> checks = new ArrayList<>();
    checks.add(integrity.check(format, envelope, subject));
    if (!checks.get(0).refuses()) {
      policyChecks(
          integrity.envelope().orElseThrow(), integrity.payload().orElseThrow(), request, checks);
    }
    return new SignatureReport(integrity.envelope(), integrity.payload(), checks);
  }

  private void policyChecks(
      SignatureEnvelope envelope,
      Payload payload,
      VerificationRequest request,
      List<CheckResult> checks)
      throws IOException {
    Optional<PluginCheck> plugin;
    try {
      plugin = plugin(envelope, request);
    } catch (LayersealException e) {
      checks.add(
          CheckResult.inconclusive(
              CheckType.AUTHENTICITY, Action.ENFORCE, String.valueOf(e.getMessage())));
      return;
    }
    Set<CheckType> taken = plugin.map(PluginCheck::takesOver).orElse(Set.of());
    List<Step> steps = new ArrayList<>();
    steps.add(() -> authenticity(envelope, request.trust(), taken));
    steps.add(() -> expiry(envelope, request));
    steps.add(() -> new TimestampCheck(request.trust(), revocation, request.now()).check(envelope));
    if (!taken.contains(CheckType.REVOCATION)) {
      steps.add(() -> revocation(envelope, request));
    }
    for (Step step : steps) {
      CheckResult result = step.check();
      checks.add(result);
      if (result.refuses()) {
        return;
      }
    }
    if (plugin.isPresent()) {
      checks.addAll(plugin.get().check(envelope, request));
    }
    metadata(payload, request.metadata()).ifPresent(checks::add);
  }

  private Optional<PluginCheck> plugin(SignatureEnvelope envelope, VerificationRequest request)
      throws LayersealException, IOException {
    Optional<String> name = text(envelope, ExtendedAttribute.VERIFICATION_PLUGIN);
    if (name.isEmpty()) {
      return Optional.empty();
    }
    String minVersion =
        text(envelope, ExtendedAttribute.VERIFICATION_PLUGIN_MIN_VERSION).orElse("");
    return Optional.of(plugins.find(name.get(), minVersion, request));
  }

  private static Optional<String> text(SignatureEnvelope envelope, String name)
      throws LayersealException {
    Optional<ExtendedAttribute> attribute = envelope.attributes().extended(name);
    if (attribute.isEmpty()) {
      return Optional.empty();
    }
    if (attribute.get().critical()
        && attribute.get().value() instanceof JsonString text
        && !text.value().isBlank()) {
      return Optional.of(text.value());
    }
    throw new dev.layerseal.error.FormatException(
        "the header %s must be critical and a text".formatted(name));
  }

  private static CheckResult authenticity(
      SignatureEnvelope envelope, SignerTrust trust, Set<CheckType> taken) throws IOException {
    StoreType type = StoreType.of(envelope.attributes().scheme());
    return trust.authenticity(envelope.chain(), type, !taken.contains(CheckType.AUTHENTICITY));
  }

  private static CheckResult expiry(SignatureEnvelope envelope, VerificationRequest request) {
    Action action = request.trust().action(CheckType.EXPIRY);
    return envelope
        .attributes()
        .expiry()
        .filter(expiry -> !request.now().isBefore(expiry))
        .map(
            expiry ->
                CheckResult.failed(
                    CheckType.EXPIRY,
                    action,
                    Reason.EXPIRED,
                    "the signature has expired on " + expiry))
        .orElse(CheckResult.passed(CheckType.EXPIRY, action));
  }

  private CheckResult revocation(SignatureEnvelope envelope, VerificationRequest request)
      throws IOException {
    Optional<Instant> vouched =
        envelope.attributes().scheme() == SigningScheme.SIGNING_AUTHORITY
            ? Optional.of(envelope.attributes().signingTime())
            : Optional.empty();
    return RevocationCheck.check(
        request.trust(), revocation, envelope.chain(), request.now(), vouched);
  }

  private static Optional<CheckResult> metadata(Payload payload, Map<String, String> required) {
    Map<String, String> signed = payload.targetArtifact().annotations();
    return required.entrySet().stream()
        .filter(entry -> !entry.getValue().equals(signed.get(entry.getKey())))
        .findFirst()
        .map(
            entry ->
                CheckResult.failed(
                    CheckType.AUTHENTICITY,
                    Action.ENFORCE,
                    Reason.POLICY,
                    "the metadata %s=%s was not signed"
                        .formatted(entry.getKey(), entry.getValue())));
  }

  /** One check, made when its turn comes. */
  @FunctionalInterface
  private interface Step {
    CheckResult check() throws IOException;
  }
}
