package dev.layerseal.cli;

import dev.layerseal.erofs.ImageDump;
import dev.layerseal.erofs.ImageReader;
import dev.layerseal.error.LayersealException;
import java.io.IOException;
import picocli.CommandLine;

/** {@code layerseal erofs dump}. */
@CommandLine.Command(
    name = "dump",
    description = "Writes all structures of an image as text, in the order of the names.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example:", "  layerseal erofs dump layer.erofs"})
final class ErofsDumpCommand extends Command {

  @CommandLine.Mixin ImageOptions image = new ImageOptions();

  @Override
  protected ExitCode run() throws IOException, LayersealException {
    try (ImageReader reader = image.open()) {
      ImageDump.dump(reader, terminal().resultStream());
      return ExitCode.DONE;
    }
  }
}
