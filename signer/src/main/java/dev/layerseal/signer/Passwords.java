package dev.layerseal.signer;

import dev.layerseal.error.SigningException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/** Where the password of a key comes from. It is asked for only when a key needs one. */
@FunctionalInterface
public interface Passwords {

  /** No password is known. */
  Passwords NONE = file -> Optional.empty();

  /**
   * The password of the key in {@code file}, when there is one.
   *
   * @param file the key file, or what else the password is for
   * @throws SigningException when it cannot be had
   */
  Optional<char[]> password(String file) throws SigningException;

  /**
   * The first line of {@code file}.
   *
   * @throws SigningException when it cannot be read
   */
  static char[] firstLine(Path file) throws SigningException {
    String text = new String(KeyFile.read(file), StandardCharsets.UTF_8);
    return text.lines().findFirst().orElse("").toCharArray();
  }
}
