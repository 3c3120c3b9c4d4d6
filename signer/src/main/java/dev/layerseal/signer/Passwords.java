package dev.layerseal.signer;

import dev.layerseal.error.SigningException;
import java.util.Optional;

/** Where the password of a key comes from. It is asked for only when a key needs one. */
@FunctionalInterface
public interface Passwords {

  /** No password is known. */
  Passwords NONE = file -> Optional.empty();

  /**
   * The password of the key in {@code file}, when there is one.
   *
   * @throws SigningException when it cannot be had
   */
  Optional<char[]> password(String file) throws SigningException;
}
