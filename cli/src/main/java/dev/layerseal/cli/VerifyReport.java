package dev.layerseal.cli;

import dev.layerseal.json.JsonObject;
import dev.layerseal.json.JsonObjectBuilder;
import dev.layerseal.oci.ImageReference;
import dev.layerseal.verifier.ImageVerdict;

/** What {@code verify} found out about one image, as text and as JSON. */
final class VerifyReport {

  private final String reference;
  private final ImageVerdict verdict;
  private final SealVerifyReport seals;
  private final ComposefsVerifyReport composefs;

  VerifyReport(ImageReference reference, ImageVerdict verdict) {
    this.reference = reference.withDigest(verdict.image().digest()).toString();
    this.verdict = verdict;
    this.seals = new SealVerifyReport(verdict);
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
    verdict.signature().ifPresent(found -> SignatureVerifyReport.print(terminal, found));
    if (verdict.signature().isEmpty() && !composefs.sealed()) {
      terminal.result("  not signed: the config, the order of the layers, which image they make");
    }
    seals.print(terminal);
    composefs.print(terminal);
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
    verdict
        .signature()
        .flatMap(SignatureVerifyReport::signers)
        .ifPresent(one -> json.put("signers", one));
    json.put("manifestSigned", verdict.signature().flatMap(one -> one.accepted()).isPresent());
    json.put("signatures", SignatureVerifyReport.encode(verdict.signature()));
    json.put("seals", seals.encode());
    json.put("composefs", composefs.encode());
    return json.build();
  }
}
