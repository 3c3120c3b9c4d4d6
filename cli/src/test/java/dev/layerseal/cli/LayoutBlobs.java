package dev.layerseal.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** The files of a layout, to be read and damaged. */
final class LayoutBlobs {

  private LayoutBlobs() {}

  /** What must hold while {@code blob} has a wrong bit. */
  interface Check {
    void holds(Path blob, String seed) throws Exception;
  }

  static List<Path> files(Path layout) throws IOException {
    try (Stream<Path> found = Files.walk(layout)) {
      return found.filter(Files::isRegularFile).sorted().toList();
    }
  }

  /** Changes one bit of each blob in turn. */
  static void changeEach(Path layout, Check check) throws Exception {
    long seed = new SplittableRandom().nextLong();
    SplittableRandom random = new SplittableRandom(seed);
    for (Path blob : files(layout)) {
      if (!blob.toString().contains("blobs") || Files.size(blob) == 2) {
        continue; // The empty config is the same for everybody, and nobody reads it.
      }
      byte[] bytes = Files.readAllBytes(blob);
      byte[] changed = bytes.clone();
      changed[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
      Files.write(blob, changed);
      check.holds(blob, "seed " + seed);
      Files.write(blob, bytes);
    }
  }
}
