package dev.layerseal.cli;

import dev.layerseal.json.JsonArray;
import dev.layerseal.json.JsonObject;
import dev.layerseal.json.JsonWriter;
import dev.layerseal.verifier.audit.AuditReport;
import dev.layerseal.verifier.audit.Finding;
import dev.layerseal.verifier.audit.FindingKind;
import dev.layerseal.verifier.audit.StoredSignature;
import java.util.Arrays;
import java.util.List;

/** How an audit is written. */
enum AuditFormat {
  TEXT {
    @Override
    String write(AuditReport report) {
      StringBuilder text = new StringBuilder();
      for (StoredSignature one : report.signatures()) {
        text.append(
            "%-7s %-16s %s of %s%s%n"
                .formatted(
                    one.state(),
                    one.form(),
                    one.manifest(),
                    one.subject(),
                    one.signer().map(name -> " by " + Text.printable(name)).orElse("")));
      }
      for (Finding finding : report.findings()) {
        text.append(
            "finding %s: %s: %s: %s%n"
                .formatted(
                    finding.kind(),
                    Text.printable(finding.target()),
                    Text.printable(finding.object()),
                    Text.printable(finding.message())));
      }
      return text.append(
              "%d targets, %d images, %d signatures, %d findings"
                  .formatted(
                      report.targets().size(),
                      report.images().size(),
                      report.signatures().size(),
                      report.findings().size()))
          .toString();
    }
  },
  JSON {
    @Override
    String write(AuditReport report) {
      return JsonWriter.pretty(report.encode());
    }
  },
  HTML {
    @Override
    String write(AuditReport report) {
      StringBuilder page =
          new StringBuilder(
              """
              <!doctype html>
              <html lang="en"><meta charset="utf-8"><title>layerseal audit</title>
              <style>body{font-family:sans-serif}table{border-collapse:collapse}
              td,th{border:1px solid #999;padding:.2em .6em;text-align:left}
              td{font-family:monospace}</style>
              <h1>layerseal audit</h1>
              """);
      page.append("<h2>Findings</h2>\n<table><tr><th>id<th>target<th>object<th>message\n");
      for (Finding one : report.findings()) {
        row(page, one.kind().toString(), one.target(), one.object(), one.message());
      }
      page.append("</table>\n<h2>Signatures</h2>\n");
      page.append("<table><tr><th>state<th>form<th>manifest<th>subject<th>signer<th>end\n");
      for (StoredSignature one : report.signatures()) {
        row(
            page,
            one.state().toString(),
            one.form(),
            one.manifest().toString(),
            one.subject().toString(),
            one.signer().orElse(""),
            one.end().map(Object::toString).orElse(""));
      }
      return page.append("</table>\n</html>").toString();
    }
  },
  SARIF {
    @Override
    String write(AuditReport report) {
      JsonObject driver =
          JsonObject.builder()
              .put("name", "layerseal")
              .put("version", VersionCommand.version())
              .put("rules", rules())
              .build();
      List<JsonObject> results = report.findings().stream().map(AuditFormat::result).toList();
      JsonObject run =
          JsonObject.builder()
              .put("tool", JsonObject.builder().put("driver", driver).build())
              .put("results", JsonArray.of(results))
              .build();
      return JsonWriter.pretty(
          JsonObject.builder()
              .put("$schema", "https://json.schemastore.org/sarif-2.1.0.json")
              .put("version", "2.1.0")
              .put("runs", JsonArray.of(List.of(run)))
              .build());
    }
  };

  abstract String write(AuditReport report);

  private static void row(StringBuilder page, String... cells) {
    page.append("<tr>");
    for (String cell : cells) {
      page.append("<td>").append(escape(cell));
    }
    page.append('\n');
  }

  /** What is stored may hold anything, so nothing of it is markup. */
  static String escape(String text) {
    return Text.printable(text)
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  private static JsonArray rules() {
    return JsonArray.of(
        Arrays.stream(FindingKind.values())
            .map(
                kind ->
                    JsonObject.builder()
                        .put("id", kind.toString())
                        .put("shortDescription", text(kind.meaning()))
                        .build())
            .toList());
  }

  private static JsonObject result(Finding finding) {
    JsonObject place =
        JsonObject.builder()
            .put("fullyQualifiedName", finding.target() + "@" + finding.object())
            .build();
    return JsonObject.builder()
        .put("ruleId", finding.kind().toString())
        .put("level", "error")
        .put("message", text(finding.object() + ": " + finding.message()))
        .put(
            "locations",
            JsonArray.of(
                List.of(
                    JsonObject.builder()
                        .put("logicalLocations", JsonArray.of(List.of(place)))
                        .build())))
        .build();
  }

  private static JsonObject text(String text) {
    return JsonObject.builder().put("text", text).build();
  }
}
