package dev.layerseal.cli;

import dev.layerseal.composefs.ComposefsImage;
import dev.layerseal.error.LayersealException;
import dev.layerseal.fsverity.FsVerityDigest;
import dev.layerseal.fsverity.FsVerityParameters;
import dev.layerseal.json.JsonObjectBuilder;
import dev.layerseal.json.JsonWriter;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code layerseal composefs build}. */
@CommandLine.Command(
    name = "build",
    description = "Writes a composefs image and prints its fs-verity digest.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example:",
      "  layerseal composefs build rootfs --out image.cfs --digest-store objects",
      "  layerseal composefs build registry.example/app:v1 --out image.cfs --digest-store objects"
    })
final class ComposefsBuildCommand extends ReportCommand {

  @Mixin ComposefsSource source = new ComposefsSource();

  @Option(
      names = "--out",
      paramLabel = "FILE",
      required = true,
      description = "where the image goes; it appears there when it is complete")
  Path out = Path.of("");

  @Override
  protected ExitCode report() throws IOException, LayersealException, InterruptedException {
    FsVerityParameters parameters = source.parameters();
    ComposefsSource.Found found = source.read(terminal(), false);
    found.warn(terminal());
    FsVerityDigest digest =
        ImageFile.write(
            out, to -> ComposefsImage.write(found.tree(), found.version(), parameters, to));
    if (json()) {
      JsonObjectBuilder report = new ComposefsReport(found, parameters, digest).json();
      terminal().result(JsonWriter.pretty(report.put("image", out.toString()).build()));
    } else {
      terminal().result(digest.toString());
    }
    return ExitCode.DONE;
  }
}
