package dev.layerseal.cli;

import dev.layerseal.json.JsonArray;
import dev.layerseal.json.JsonObject;
import dev.layerseal.oci.Descriptor;
import dev.layerseal.seal.SealManifest;
import dev.layerseal.verifier.ImageVerdict;
import dev.layerseal.verifier.SealRule;
import dev.layerseal.verifier.seal.SealReport;
import dev.layerseal.verifier.seal.SealVerdict;
import dev.layerseal.verifier.seal.SealedLayer;
import java.util.List;
import java.util.Optional;

/** What {@code verify} says about the seals of one image. */
final class SealVerifyReport {

  private final SealRule rule;
  private final boolean ignored;
  private final Optional<SealVerdict> verdict;

  SealVerifyReport(ImageVerdict verdict) {
    this.rule = verdict.rule();
    this.ignored = rule == SealRule.IGNORE || verdict.skipped();
    this.verdict = verdict.seals();
  }

  void print(Terminal terminal) {
    terminal.result("  seals      " + state());
    verdict.ifPresent(found -> found.reports().forEach(one -> print(terminal, one)));
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
            .formatted(report.source().digest(), form, Text.printable(signers(report))));
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
  private String state() {
    if (verdict.isEmpty()) {
      return ignored ? "ignored" : "absent";
    }
    SealVerdict seals = verdict.get();
    if (seals.accepted().isEmpty()) {
      return seals.present() ? "failed" : seals.reports().isEmpty() ? "absent" : "none-counts";
    }
    return seals.recomputed() ? "verified" : "verified-not-recomputed";
  }

  JsonObject encode() {
    List<SealReport> reports = verdict.map(SealVerdict::reports).orElse(List.of());
    return JsonObject.builder()
        .put("rule", rule.toString())
        .put("state", state())
        .put("recomputed", verdict.filter(SealVerdict::recomputed).isPresent())
        .put("referrers", JsonArray.of(reports.stream().map(SealVerifyReport::encode).toList()))
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
        .put(
            "layers", JsonArray.of(report.layers().stream().map(SealVerifyReport::encode).toList()))
        .build();
  }

  private static JsonObject encode(SealedLayer layer) {
    return JsonObject.builder()
        .put("layer", layer.layer().toString())
        .put("rootHash", layer.rootHash().toString())
        .put("recipe", layer.recipe().map(Object::toString))
        .put("signatureHash", layer.seal().signature().hash().toString())
        .put("certificates", Evidence.certificates(layer.chain()))
        .put("checks", Evidence.checks(layer.checks()))
        .build();
  }

  private static String signers(SealReport report) {
    return Evidence.signers(report.layers().stream().flatMap(layer -> layer.chain().stream()));
  }
}
