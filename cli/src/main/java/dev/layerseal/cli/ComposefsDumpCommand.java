package dev.layerseal.cli;

import dev.layerseal.composefs.ComposefsInfo;
import dev.layerseal.composefs.ComposefsReader;
import dev.layerseal.error.LayersealException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

/** {@code layerseal composefs dump}. */
@CommandLine.Command(
    name = "dump",
    description = "Writes a composefs image as a dumpfile, from which the same image can be built.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example:", "  layerseal composefs dump image.cfs"})
final class ComposefsDumpCommand extends Command {

  @Parameters(paramLabel = "IMAGE", description = "a composefs image")
  Path image = Path.of("");

  @Override
  protected ExitCode run() throws IOException, LayersealException {
    try (ComposefsReader reader = ComposefsReader.open(image)) {
      ComposefsInfo.dump(reader, Set.of(), terminal().resultStream());
      return ExitCode.DONE;
    } catch (LayersealException e) {
      throw e.at(image.toString());
    }
  }
}
