package dev.layerseal.cli;

import dev.layerseal.erofs.ImageInode;
import dev.layerseal.erofs.ImageReader;
import dev.layerseal.erofs.ImageSource;
import dev.layerseal.error.LayersealException;
import dev.layerseal.tree.PrintableBytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** An EROFS image and its extra devices. */
final class ImageOptions {

  @Parameters(index = "0", paramLabel = "IMAGE", description = "the image")
  Path image = Path.of("");

  @Option(
      names = "--device",
      paramLabel = "FILE",
      description = "an extra device of the image, in the order of its slots; may be repeated")
  List<Path> devices = new ArrayList<>();

  ImageReader open() throws IOException, LayersealException {
    try {
      return ImageReader.open(image, devices.toArray(new Path[0]));
    } catch (LayersealException e) {
      throw e.at(image.toString());
    }
  }

  /** The image and its devices, opened; the caller closes them. */
  List<ImageSource> sources() throws IOException {
    List<ImageSource> sources = new ArrayList<>();
    sources.add(ImageSource.open(image));
    for (Path device : devices) {
      sources.add(ImageSource.open(device));
    }
    return sources;
  }

  /** The inode at {@code path}, or a failure that names it. */
  ImageInode find(ImageReader reader, String path) throws IOException, LayersealException {
    return reader
        .find(path)
        .orElseThrow(
            () ->
                new NoSuchFileException(
                    image + ": " + PrintableBytes.of(path.getBytes(StandardCharsets.UTF_8))));
  }
}
