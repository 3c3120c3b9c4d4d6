package dev.layerseal.verity;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

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

  /**
   * Opens a new file that only its owner can read, and that is gone when it is closed: on POSIX
   * systems it has no name from the start, so that a killed process leaves nothing behind.
   *
   * @param purpose a part of the name, where it has one
   */
  public FileChannel open(String purpose) throws IOException {
    // createTempFile gives mode 0600, and DELETE_ON_CLOSE removes the name at once where it can.
    return adopt(Files.createTempFile(path, "layerseal-" + purpose + "-", ".tmp"));
  }

  /** Opens a file that is there, to be gone when it is closed or where that fails. */
  public static FileChannel adopt(Path file) throws IOException {
    try {
      return FileChannel.open(
          file,
          StandardOpenOption.READ,
          StandardOpenOption.WRITE,
          StandardOpenOption.DELETE_ON_CLOSE);
    } catch (IOException e) {
      Files.deleteIfExists(file);
      throw e;
    }
  }
}
