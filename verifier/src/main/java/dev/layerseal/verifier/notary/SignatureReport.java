package dev.layerseal.verifier.notary;

import dev.layerseal.error.VerificationException.Reason;
import dev.layerseal.notary.Payload;
import dev.layerseal.notary.SignatureEnvelope;
import dev.layerseal.oci.Descriptor;
import dev.layerseal.oci.Manifest;
import dev.layerseal.verifier.trust.CheckResult;
import dev.layerseal.verifier.trust.CheckType;
import java.util.List;
import java.util.Optional;

/**
 * What came of one signature: every check that was made, in order, whether it counts or not.
 *
 * @param source names where the signature is: its manifest, or nothing for a detached one
 * @param envelope absent when it could not be read
 * @param payload absent when it could not be read
 * @param notes what contradicts the signature and was not signed
 */
public record SignatureReport(
    Optional<Descriptor> source,
    Optional<SignatureEnvelope> envelope,
    Optional<Payload> payload,
    List<CheckResult> checks,
    List<String> notes) {

  public SignatureReport {
    checks = List.copyOf(checks);
    notes = List.copyOf(notes);
  }

  SignatureReport(
      Optional<SignatureEnvelope> envelope, Optional<Payload> payload, List<CheckResult> checks) {
    this(Optional.empty(), envelope, payload, checks, List.of());
  }

  /** The first check that keeps the signature from counting. */
  public Optional<CheckResult> refusal() {
    return checks.stream().filter(CheckResult::refuses).findFirst();
  }

  /** Whether the signature counts. */
  public boolean accepted() {
    return !checks.isEmpty() && refusal().isEmpty() && envelope.isPresent() && payload.isPresent();
  }

  /** Whether the signer was found to be trusted, rather than taken although it is not. */
  public boolean authentic() {
    return checks.stream()
        .filter(check -> check.type() == CheckType.AUTHENTICITY)
        .allMatch(check -> check.outcome().equals("passed"));
  }

  /** Failures that the policy only wants told. */
  public List<CheckResult> logged() {
    return checks.stream().filter(CheckResult::logged).toList();
  }

  /** The refusing check's kind. */
  public Optional<Reason> reason() {
    return refusal().flatMap(CheckResult::reason);
  }

  SignatureReport from(Descriptor manifest) {
    return new SignatureReport(Optional.of(manifest), envelope, payload, checks, notes);
  }

  /** The same, beside a manifest that nobody signed. */
  SignatureReport beside(Manifest manifest) {
    return envelope
        .map(
            read ->
                new SignatureReport(
                    source,
                    envelope,
                    payload,
                    checks,
                    UnsignedFacts.contradictions(manifest, read)))
        .orElse(this);
  }
}
