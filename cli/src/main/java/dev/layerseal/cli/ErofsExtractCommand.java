package dev.layerseal.cli;

import dev.layerseal.erofs.FolderExtract;
import dev.layerseal.erofs.ImageReader;
import dev.layerseal.erofs.TarExtract;
import dev.layerseal.error.LayersealException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine;

/** {@code layerseal erofs extract}. */
@CommandLine.Command(
    name = "extract",
    description = {
      "Unpacks an image into a new folder, or into a tar archive with --tar.",
      "A folder gets what an ordinary user can make; the archive keeps everything."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Example:", "  layerseal erofs extract layer.erofs --tar --out layer.tar"})
final class ErofsExtractCommand extends Command {

  private static final long DEFAULT_MAX = 64L << 30;

  @CommandLine.Mixin ImageOptions image = new ImageOptions();

  @CommandLine.Option(
      names = "--out",
      required = true,
      paramLabel = "PATH",
      description = "the folder to make, or the archive ('-': standard output)")
  Path out = Path.of("");

  @CommandLine.Option(names = "--tar", description = "write a tar archive")
  boolean tar;

  @CommandLine.Option(
      names = "--max-size",
      paramLabel = "BYTES",
      description = "content to write at most (default: 64 GiB)")
  long maxSize = DEFAULT_MAX;

  @Override
  protected ExitCode run() throws IOException, LayersealException {
    try (ImageReader reader = image.open()) {
      if (tar) {
        archive(reader);
      } else {
        folder(reader);
      }
      return ExitCode.DONE;
    }
  }

  private void archive(ImageReader reader) throws IOException, LayersealException {
    if (out.toString().equals("-")) {
      TarExtract.extract(reader, terminal().resultStream(), maxSize);
      return;
    }
    try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(out))) {
      TarExtract.extract(reader, file, maxSize);
    }
  }

  private void folder(ImageReader reader) throws IOException, LayersealException {
    FolderExtract.Result result = FolderExtract.extract(reader, out, maxSize);
    for (String path : result.skipped()) {
      terminal().note(path + ": left out, it is no file that an ordinary user can make");
    }
    terminal()
        .note(
            "%d directories, %d files, %d bytes"
                .formatted(result.directories(), result.files(), result.bytes()));
  }
}
