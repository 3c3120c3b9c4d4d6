package dev.layerseal.cli;

import dev.layerseal.json.JsonArray;
import dev.layerseal.json.JsonObject;
import dev.layerseal.json.JsonObjectBuilder;
import dev.layerseal.oci.Descriptor;
import dev.layerseal.verifier.notary.ManifestVerdict;
import dev.layerseal.verifier.notary.SignatureReport;
import dev.layerseal.verifier.trust.CheckResult;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** What {@code verify} says about the Notary Project signatures of one image. */
final class SignatureVerifyReport {

  private SignatureVerifyReport() {}

  static void print(Terminal terminal, ManifestVerdict found) {
    found.reports().forEach(one -> print(terminal, one));
    printSigners(terminal, found);
  }

  private static void print(Terminal terminal, SignatureReport signature) {
    String source = signature.source().map(one -> one.digest().toString()).orElse("detached");
    if (signature.accepted()) {
      String signer =
          signature.envelope().map(one -> Evidence.signer(one.chain())).orElse("unknown");
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

  /** How many of which signers are needed, and who has signed. */
  static Optional<JsonObject> signers(ManifestVerdict verdict) {
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

  static JsonArray encode(Optional<ManifestVerdict> found) {
    return JsonArray.of(
        found.map(ManifestVerdict::reports).orElse(List.of()).stream()
            .map(SignatureVerifyReport::encode)
            .toList());
  }

  static JsonObject encode(SignatureReport signature) {
    JsonObjectBuilder json =
        JsonObject.builder()
            .put("digest", signature.source().map(one -> one.digest().toString()))
            .put("accepted", signature.accepted());
    if (!signature.notes().isEmpty()) {
      json.put("notes", JsonArray.ofStrings(signature.notes()));
    }
    return json.put(
            "certificates", Evidence.certificates(signature.envelope().map(one -> one.chain())))
        .put("checks", Evidence.checks(signature.checks()))
        .build();
  }
}
