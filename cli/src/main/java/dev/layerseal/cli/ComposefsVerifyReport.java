package dev.layerseal.cli;

import dev.layerseal.json.JsonArray;
import dev.layerseal.json.JsonObject;
import dev.layerseal.verifier.ImageVerdict;
import dev.layerseal.verifier.SealRule;
import dev.layerseal.verifier.composefs.ComposefsReport;
import dev.layerseal.verifier.composefs.ComposefsVerdict;
import dev.layerseal.verifier.composefs.SealedDigest;
import java.util.List;

/** What {@code verify} says about the composefs seals of one image. */
final class ComposefsVerifyReport {

  private final SealRule rule;
  private final List<ComposefsReport> reports;
  private final boolean ignored;
  private final boolean looked;
  private final boolean sealed;
  private final boolean present;
  private final boolean recomputed;

  ComposefsVerifyReport(ImageVerdict verdict) {
    this.rule = verdict.composefsRule();
    this.ignored = rule == SealRule.IGNORE || verdict.skipped();
    this.looked = verdict.composefs().isPresent();
    this.reports = verdict.composefs().map(ComposefsVerdict::reports).orElse(List.of());
    this.sealed = verdict.composefs().filter(one -> !one.accepted().isEmpty()).isPresent();
    this.present = verdict.composefs().filter(ComposefsVerdict::present).isPresent();
    this.recomputed = verdict.composefs().filter(ComposefsVerdict::recomputed).isPresent();
  }

  /** Whether seals count, by all signers that are needed; they are over the manifest too. */
  boolean sealed() {
    return sealed;
  }

  /** Tells what there is; nothing where nobody asked and there is none. */
  void print(Terminal terminal) {
    if (reports.isEmpty() && rule != SealRule.REQUIRE) {
      return;
    }
    terminal.result("  composefs  " + state());
    reports.forEach(report -> print(terminal, report));
  }

  private static void print(Terminal terminal, ComposefsReport report) {
    if (!report.accepted()) {
      terminal.warning(
          "composefs seal %s does not count: %s"
              .formatted(report.source().digest(), Text.printable(report.why().orElse("broken"))));
      return;
    }
    terminal.result(
        "  sealed     %s  by %s"
            .formatted(report.source().digest(), Text.printable(signers(report))));
    for (SealedDigest digest : report.digests()) {
      terminal.result("    %-8s %s".formatted(digest.seal().part(), digest.seal().digest()));
      if (!digest.computed()) {
        terminal.result("             not computed again");
      }
    }
    report.logged().forEach(one -> terminal.warning(Text.printable(one.toString())));
  }

  /**
   * One of a fixed list: verified, verified-not-recomputed, absent, none-counts, ignored, failed.
   */
  private String state() {
    if (!looked) {
      return ignored ? "ignored" : "absent";
    }
    if (sealed) {
      return recomputed ? "verified" : "verified-not-recomputed";
    }
    return present ? "failed" : reports.isEmpty() ? "absent" : "none-counts";
  }

  JsonObject encode() {
    return JsonObject.builder()
        .put("rule", rule.toString())
        .put("state", state())
        .put("recomputed", recomputed)
        .put(
            "referrers", JsonArray.of(reports.stream().map(ComposefsVerifyReport::encode).toList()))
        .build();
  }

  private static JsonObject encode(ComposefsReport report) {
    return JsonObject.builder()
        .put("digest", report.source().digest().toString())
        .put("hash", report.seal().map(seal -> seal.parameters().algorithm().toString()))
        .put("accepted", report.accepted())
        .put("why", report.why())
        .put(
            "digests",
            JsonArray.of(report.digests().stream().map(ComposefsVerifyReport::encode).toList()))
        .build();
  }

  private static JsonObject encode(SealedDigest digest) {
    return JsonObject.builder()
        .put("part", digest.seal().part().toString())
        .put("digest", digest.seal().digest().toString())
        .put("computed", digest.computed())
        .put("certificates", Evidence.certificates(digest.chain()))
        .put("checks", Evidence.checks(digest.checks()))
        .build();
  }

  private static String signers(ComposefsReport report) {
    return Evidence.signers(report.digests().stream().flatMap(digest -> digest.chain().stream()));
  }
}
