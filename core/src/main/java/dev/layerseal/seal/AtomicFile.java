package dev.layerseal.seal;

import dev.layerseal.error.LayersealException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Writes files that appear when they are complete. */
final class AtomicFile {

  private AtomicFile() {}

  /** Writes to a file that is there already and empty. */
  @FunctionalInterface
  interface Step<T> {
    T write(Path unfinished) throws LayersealException, IOException;
  }

  /** Has {@code step} write a file beside {@code target}, and gives it that name in the end. */
  static <T> T write(Path target, Step<T> step) throws LayersealException, IOException {
    Path folder = target.toAbsolutePath().getParent();
    Path unfinished = Files.createTempFile(folder, ".layerseal", ".image");
    try {
      T written = step.write(unfinished);
      Files.move(unfinished, target, StandardCopyOption.REPLACE_EXISTING);
      return written;
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }
}
