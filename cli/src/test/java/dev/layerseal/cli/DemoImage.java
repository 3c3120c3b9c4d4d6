package dev.layerseal.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** The small image that the demo works on. */
final class DemoImage {

  private DemoImage() {}

  /**
   * Puts its layout, with the tag {@code v1}, into a folder that does not exist yet, and gives
   * that.
   */
  static Path unpack(Path to) throws IOException {
    InputStream zip =
        Objects.requireNonNull(DemoCommand.class.getResourceAsStream("demo/image.zip"));
    try (ZipInputStream in = new ZipInputStream(zip)) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        if (!entry.isDirectory()) {
          Path file = to.resolve(entry.getName());
          Files.createDirectories(Objects.requireNonNull(file.getParent()));
          Files.copy(in, file);
        }
      }
    }
    return to;
  }
}
