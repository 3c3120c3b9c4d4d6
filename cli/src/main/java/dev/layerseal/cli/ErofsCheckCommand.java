package dev.layerseal.cli;

import dev.layerseal.erofs.CheckReport;
import dev.layerseal.erofs.Finding;
import dev.layerseal.erofs.ImageCheck;
import dev.layerseal.erofs.ImageSource;
import dev.layerseal.error.LayersealException;
import dev.layerseal.json.JsonArray;
import dev.layerseal.json.JsonObject;
import dev.layerseal.json.JsonObjectBuilder;
import dev.layerseal.json.JsonWriter;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine;

/** {@code layerseal erofs check}. */
@CommandLine.Command(
    name = "check",
    description = "Checks every structure of an image and says what breaks the format.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Exit status 1: there are findings.",
      "",
      "Example:",
      "  layerseal erofs check layer.erofs"
    })
final class ErofsCheckCommand extends ReportCommand {

  @CommandLine.Mixin ImageOptions image = new ImageOptions();

  @Override
  protected ExitCode report() throws IOException, LayersealException {
    List<ImageSource> sources = image.sources();
    CheckReport report;
    try {
      report = ImageCheck.check(sources.get(0), sources.subList(1, sources.size()));
    } catch (LayersealException e) {
      throw e.at(image.image.toString());
    } finally {
      for (ImageSource source : sources) {
        source.close();
      }
    }
    if (json()) {
      terminal().result(JsonWriter.pretty(json(report)));
    } else {
      text(report);
    }
    return report.clean() ? ExitCode.DONE : ExitCode.NO;
  }

  private void text(CheckReport report) {
    for (Finding finding : report.findings()) {
      terminal().result(finding.toString());
    }
    if (report.more() > 0) {
      terminal().result("and %d more".formatted(report.more()));
    }
    terminal()
        .note(
            "%d inodes, %d files, %d bytes: %s"
                .formatted(
                    report.inodes(),
                    report.files(),
                    report.contentBytes(),
                    report.clean() ? "no findings" : "findings"));
    if (!report.complete()) {
      terminal().warning("not all content was decompressed");
    }
  }

  private static JsonObject json(CheckReport report) {
    List<JsonObject> findings =
        report.findings().stream()
            .map(
                finding -> {
                  JsonObjectBuilder json =
                      JsonObject.builder().put("structure", finding.structure());
                  if (finding.offset() >= 0) {
                    json.put("offset", finding.offset());
                  }
                  return json.put("reason", finding.reason()).build();
                })
            .toList();
    return JsonObject.builder()
        .put("clean", report.clean())
        .put("inodes", report.inodes())
        .put("files", report.files())
        .put("contentBytes", report.contentBytes())
        .put("complete", report.complete())
        .put("findings", JsonArray.of(findings))
        .put("moreFindings", report.more())
        .build();
  }
}
