package dev.layerseal.cli;

import dev.layerseal.error.LayersealException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/** A file that appears under its name only when it is complete. */
final class ImageFile {

  /** Writes all of a file. */
  interface Writer<R> {
    R write(OutputStream out) throws IOException, LayersealException;
  }

  private ImageFile() {}

  /** Writes {@code target} with {@code writer} and gives what that gives. */
  static <R> R write(Path target, Writer<R> writer) throws IOException, LayersealException {
    boolean special =
        Files.exists(target, LinkOption.NOFOLLOW_LINKS)
            && !Files.isRegularFile(target, LinkOption.NOFOLLOW_LINKS);
    if (special) {
      try (OutputStream out = Files.newOutputStream(target)) {
        return writer.write(out);
      }
    }
    Path folder = target.toAbsolutePath().getParent();
    Path temporary = Files.createTempFile(folder, ".layerseal", "");
    try {
      R result;
      try (OutputStream out = Files.newOutputStream(temporary)) {
        result = writer.write(out);
      }
      Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rw-r--r--"));
      Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING);
      return result;
    } finally {
      Files.deleteIfExists(temporary);
    }
  }
}
