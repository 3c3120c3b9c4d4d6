package dev.layerseal.verity;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Where temporary files go.
 *
 * @param path an existing folder
 */
public record SpillFolder(Path path) {

  /** The folder that the Java property {@code java.io.tmpdir} names. */
  public static SpillFolder standard() {
    return new SpillFolder(Path.of(System.getProperty("java.io.tmpdir", "/tmp")));
  }

  SpillFile create(String purpose) throws IOException {
    return SpillFile.create(path, purpose);
  }
}
