package dev.layerseal.cli;

import dev.layerseal.erofs.ImageInode;
import dev.layerseal.erofs.ImageReader;
import dev.layerseal.erofs.disk.FileType;
import dev.layerseal.error.LayersealException;
import dev.layerseal.error.UnsupportedFeatureException;
import java.io.IOException;
import picocli.CommandLine;

/** {@code layerseal erofs cat}. */
@CommandLine.Command(
    name = "cat",
    description = "Writes the content of one file of an image to standard output.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example:", "  layerseal erofs cat layer.erofs /etc/os-release"})
final class ErofsCatCommand extends Command {

  @CommandLine.Mixin ImageOptions image = new ImageOptions();

  @CommandLine.Parameters(index = "1", paramLabel = "PATH", description = "the file")
  String path = "";

  @Override
  protected ExitCode run() throws IOException, LayersealException {
    try (ImageReader reader = image.open()) {
      ImageInode inode = image.find(reader, path);
      if (inode.type() != FileType.REGULAR) {
        throw new UnsupportedFeatureException(
            path + ": it is a " + InodeText.type(inode.type()) + ", not a regular file");
      }
      reader.content(inode).writeTo(terminal().resultStream());
      return ExitCode.DONE;
    }
  }
}
