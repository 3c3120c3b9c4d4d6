package dev.layerseal.cli;

import dev.layerseal.composefs.ComposefsInfo;
import dev.layerseal.composefs.ComposefsReader;
import dev.layerseal.composefs.DumpfileWriter;
import dev.layerseal.error.LayersealException;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;

/** {@code layerseal composefs dump}. */
@CommandLine.Command(
    name = "dump",
    description = {
      "Writes a composefs image, or what one would be made from, as a dumpfile: from that the",
      "same image is built."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example:",
      "  layerseal composefs dump image.cfs",
      "  layerseal composefs dump registry.example/app:v1 >app.dump"
    })
final class ComposefsDumpCommand extends Command {

  @Mixin ComposefsSource source = new ComposefsSource();

  @Override
  protected ExitCode run() throws IOException, LayersealException, InterruptedException {
    if (!source.registry.ociLayout && ComposefsReader.isImage(Path.of(source.source))) {
      image();
    } else {
      ComposefsSource.Found found = source.read(terminal(), false);
      found.warn(terminal());
      DumpfileWriter.write(found.tree(), found.version(), terminal().resultStream());
    }
    return ExitCode.DONE;
  }

  private void image() throws IOException, LayersealException {
    try (ComposefsReader reader = ComposefsReader.open(Path.of(source.source))) {
      ComposefsInfo.dump(reader, any -> true, terminal().resultStream());
    } catch (LayersealException e) {
      throw e.at(source.source);
    }
  }
}
