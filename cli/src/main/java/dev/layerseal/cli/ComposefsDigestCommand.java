package dev.layerseal.cli;

import dev.layerseal.composefs.ComposefsImage;
import dev.layerseal.error.LayersealException;
import dev.layerseal.fsverity.FsVerityParameters;
import dev.layerseal.json.JsonWriter;
import java.io.IOException;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;

/** {@code layerseal composefs digest}. */
@CommandLine.Command(
    name = "digest",
    description = {
      "Prints the fs-verity digest that the composefs image of a source would have; of an",
      "image in a registry or layout also that of each layer alone."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example:",
      "  layerseal composefs digest rootfs",
      "  layerseal composefs digest registry.example/app:v1 --hash sha512"
    })
final class ComposefsDigestCommand extends ReportCommand {

  @Mixin ComposefsSource source = new ComposefsSource();

  @Override
  protected ExitCode report() throws IOException, LayersealException, InterruptedException {
    FsVerityParameters parameters = source.parameters();
    ComposefsSource.Found found = source.read(terminal(), true);
    found.warn(terminal());
    ComposefsReport report =
        new ComposefsReport(
            found, parameters, ComposefsImage.digest(found.tree(), found.version(), parameters));
    if (json()) {
      terminal().result(JsonWriter.pretty(report.json().build()));
    } else {
      report.print(terminal());
    }
    return ExitCode.DONE;
  }
}
