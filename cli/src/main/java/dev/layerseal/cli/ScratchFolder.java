package dev.layerseal.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * A folder for the temporary files of a run: it goes with them, also when a signal ends the run.
 */
final class ScratchFolder implements AutoCloseable {

  private static final int ROUNDS = 10;

  private final Path path;
  private final Thread onSignal = new Thread(this::deleteQuietly, "scratch");

  /** Makes the folder in {@code parent}. */
  ScratchFolder(Path parent) throws IOException {
    path = Files.createTempDirectory(parent, "layerseal-");
    Runtime.getRuntime().addShutdownHook(onSignal);
  }

  Path path() {
    return path;
  }

  /** The work goes on meanwhile: where it adds something, another round takes that. */
  private void deleteQuietly() {
    boolean deleted = false;
    for (int round = 0; round < ROUNDS && !deleted; round++) {
      try {
        DemoCommand.delete(path);
        deleted = true;
      } catch (IOException | UncheckedIOException e) {
        deleted = !Files.exists(path);
      }
    }
  }

  @Override
  public void close() throws IOException {
    try {
      DemoCommand.delete(path);
    } catch (NoSuchFileException e) {
      return; // a signal came first
    }
    Runtime.getRuntime().removeShutdownHook(onSignal);
  }
}
