package dev.layerseal.cli;

import dev.layerseal.json.JsonArray;
import dev.layerseal.json.JsonObject;
import dev.layerseal.json.JsonObjectBuilder;
import dev.layerseal.oci.Descriptor;
import dev.layerseal.oci.ImageReference;
import dev.layerseal.seal.SealManifest;
import dev.layerseal.verifier.ImageVerdict;
import dev.layerseal.verifier.SealRule;
import dev.layerseal.verifier.notary.ManifestVerdict;
import dev.layerseal.verifier.notary.SignatureReport;
import dev.layerseal.verifier.seal.SealReport;
import dev.layerseal.verifier.seal.SealVerdict;
import dev.layerseal.verifier.seal.SealedLayer;
import dev.layerseal.verifier.trust.CheckResult;
import dev.layerseal.x509.CertificateChain;
import dev.layerseal.x509.DistinguishedName;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** What {@code verify} found out about one image, as text and as JSON. */
final class VerifyReport {

  private final String reference;
  private final ImageVerdict verdict;
  private final ComposefsVerifyReport composefs;

  VerifyReport(ImageReference reference, ImageVerdict verdict) {
    this.reference = reference.withDigest(verdict.image().digest()).toString();
    this.verdict = verdict;
    this.composefs = new ComposefsVerifyReport(verdict);
  }

  /** The evidence; what does not count is told as a warning. */
  void print(Terminal terminal) {
    if (verdict.skipped()) {
      terminal.result("Trust policy is configured to skip signature verification for " + reference);
      return;
    }
    if (verdict.refusal().isEmpty()) {
      terminal.result(
          verdict.signature().isPresent()
              ? "Successfully verified signature for " + reference
              : composefs.sealed()
                  ? "Successfully verified the composefs seal of " + reference
                  : "Successfully verified the layers of " + reference);
    }
    verdict.signature().ifPresent(found -> found.reports().forEach(one -> print(terminal, one)));
    verdict.signature().ifPresent(found -> printSigners(terminal, found));
    if (verdict.signature().isEmpty() && !composefs.sealed()) {
      terminal.result("  not signed: the config, the order of the layers, which image they make");
    }
    terminal.result("  seals      " + sealState());
    verdict.seals().ifPresent(found -> found.reports().forEach(one -> print(terminal, one)));
    composefs.print(terminal);
  }

  private static void printSigners(Terminal terminal, ManifestVerdict found) {
    found
        .signers()
        .ifPresent(
            needed ->
                terminal.result(
                    "  signers    %d of the %d that are needed: %s"
                        .formatted(
                            found.found().size(),
                            needed.threshold(),
                            Text.printable(String.join("; ", found.found())))));
  }

  private static void print(Terminal terminal, SignatureReport signature) {
    String source = signature.source().map(one -> one.digest().toString()).orElse("detached");
    if (signature.accepted()) {
      String signer = signature.envelope().map(one -> subject(one.chain())).orElse("unknown");
      terminal.result("  signature  %s  by %s".formatted(source, Text.printable(signer)));
    } else {
      terminal.warning(
          "signature %s does not count: %s"
              .formatted(source, signature.refusal().map(CheckResult::toString).orElse("")));
    }
    signature.logged().forEach(one -> terminal.warning(Text.printable(one.toString())));
    signature.notes().forEach(one -> terminal.note(Text.printable(one)));
    if (signature.accepted()) {
      signature.payload().ifPresent(one -> printMetadata(terminal, one.targetArtifact()));
    }
  }

  /** What the signer has signed along, in the words of notation. */
  private static void printMetadata(Terminal terminal, Descriptor signed) {
    if (!signed.annotations().isEmpty()) {
      terminal.result("\nThe artifact was signed with the following user metadata.\n");
      TextTable.print(
          terminal,
          List.of("KEY", "VALUE"),
          new TreeMap<>(signed.annotations())
              .entrySet().stream()
                  .map(one -> List.of(Text.printable(one.getKey()), Text.printable(one.getValue())))
                  .toList());
      terminal.result("");
    }
  }

  private static void print(Terminal terminal, SealReport report) {
    if (!report.accepted()) {
      terminal.warning(
          "seals %s do not count: %s"
              .formatted(report.source().digest(), report.why().orElse("broken")));
      return;
    }
    String form = report.seals().map(seals -> seals.form().toString()).orElse("");
    terminal.result(
        "  sealed     %s  %s  by %s"
            .formatted(report.source().digest(), form, Text.printable(signer(report))));
    for (SealedLayer layer : report.layers()) {
      terminal.result("    layer    " + layer.layer());
      terminal.result(
          "      root hash  %s  %s"
              .formatted(
                  layer.rootHash(),
                  layer.recipe().map(Object::toString).orElse("not computed again")));
    }
    report.logged().forEach(one -> terminal.warning(Text.printable(one.toString())));
  }

  /**
   * One of a fixed list: verified, verified-not-recomputed, absent, none-counts, ignored, failed.
   */
  private String sealState() {
    if (verdict.seals().isEmpty()) {
      return verdict.rule() == SealRule.IGNORE ? "ignored" : "absent";
    }
    SealVerdict seals = verdict.seals().get();
    if (seals.accepted().isEmpty()) {
      return seals.present() ? "failed" : seals.reports().isEmpty() ? "absent" : "none-counts";
    }
    return seals.recomputed() ? "verified" : "verified-not-recomputed";
  }

  JsonObject encode() {
    JsonObjectBuilder json =
        JsonObject.builder()
            .put("reference", reference)
            .put("digest", verdict.image().digest().toString())
            .put("mediaType", verdict.image().mediaType())
            .put("verified", verdict.refusal().isEmpty() && !verdict.skipped())
            .put("skipped", verdict.skipped())
            .put("policy", verdict.statement().name())
            .put("level", verdict.statement().level().name());
    verdict.refusal().ifPresent(why -> json.put("error", Failure.encode(why)));
    verdict.signature().flatMap(VerifyReport::signers).ifPresent(one -> json.put("signers", one));
    json.put("manifestSigned", verdict.signature().flatMap(one -> one.accepted()).isPresent());
    json.put(
        "signatures",
        JsonArray.of(
            verdict.signature().map(one -> one.reports()).orElse(List.of()).stream()
                .map(VerifyReport::encode)
                .toList()));
    json.put(
        "seals",
        JsonObject.builder()
            .put("rule", verdict.rule().toString())
            .put("state", sealState())
            .put("recomputed", verdict.seals().filter(SealVerdict::recomputed).isPresent())
            .put(
                "referrers",
                JsonArray.of(
                    verdict.seals().map(SealVerdict::reports).orElse(List.of()).stream()
                        .map(VerifyReport::encode)
                        .toList()))
            .build());
    json.put("composefs", composefs.encode());
    return json.build();
  }

  /** How many of which signers are needed, and who has signed. */
  private static Optional<JsonObject> signers(ManifestVerdict verdict) {
    return verdict
        .signers()
        .map(
            needed ->
                JsonObject.builder()
                    .put("threshold", needed.threshold())
                    .put("identities", JsonArray.ofStrings(needed.signers().texts()))
                    .put("found", JsonArray.ofStrings(verdict.found()))
                    .build());
  }

  static JsonObject encode(SignatureReport signature) {
    JsonObjectBuilder json =
        JsonObject.builder()
            .put("digest", signature.source().map(one -> one.digest().toString()))
            .put("accepted", signature.accepted());
    if (!signature.notes().isEmpty()) {
      json.put("notes", JsonArray.ofStrings(signature.notes()));
    }
    return json.put("certificates", certificates(signature.envelope().map(one -> one.chain())))
        .put("checks", checks(signature.checks()))
        .build();
  }

  private static JsonObject encode(SealReport report) {
    Descriptor source = report.source();
    return JsonObject.builder()
        .put("digest", source.digest().toString())
        .put("form", report.seals().map(seals -> seals.form().toString()))
        .put("created", report.seals().flatMap(SealManifest::created).map(Object::toString))
        .put("accepted", report.accepted())
        .put("why", report.why())
        .put("layers", JsonArray.of(report.layers().stream().map(VerifyReport::encode).toList()))
        .build();
  }

  private static JsonObject encode(SealedLayer layer) {
    return JsonObject.builder()
        .put("layer", layer.layer().toString())
        .put("rootHash", layer.rootHash().toString())
        .put("recipe", layer.recipe().map(Object::toString))
        .put("signatureHash", layer.seal().signature().hash().toString())
        .put("certificates", certificates(layer.chain()))
        .put("checks", checks(layer.checks()))
        .build();
  }

  static JsonArray checks(List<CheckResult> checks) {
    return JsonArray.of(checks.stream().map(CheckResult::encode).toList());
  }

  /** From the signer on: subject and SHA-256 of each. */
  static JsonArray certificates(Optional<CertificateChain> chain) {
    return JsonArray.of(
        chain.map(CertificateChain::certificates).orElse(List.of()).stream()
            .map(CertificateJson::encode)
            .toList());
  }

  private static String signer(SealReport report) {
    return report.layers().stream()
        .flatMap(layer -> layer.chain().stream())
        .map(VerifyReport::subject)
        .distinct()
        .reduce((one, other) -> one + "; " + other)
        .orElse("an unknown signer");
  }

  private static String subject(CertificateChain chain) {
    return DistinguishedName.of(chain.leaf().getSubjectX500Principal());
  }
}
