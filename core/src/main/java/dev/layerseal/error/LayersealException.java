package dev.layerseal.error;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Root of everything that can go wrong with the input, the keys, the network or the trust. The
 * message says what, where and why, in lower case and without a full stop; {@link #hint} says what
 * to do when there is one sure advice.
 */
public abstract sealed class LayersealException extends Exception
    permits FormatException,
        UnsupportedFeatureException,
        RegistryException,
        SigningException,
        VerificationException {

  private final @Nullable String hint;

  LayersealException(String message, @Nullable String hint, @Nullable Throwable cause) {
    super(message, cause);
    this.hint = hint;
  }

  /** What to do about it, where one advice is surely right. */
  public Optional<String> hint() {
    return Optional.ofNullable(hint);
  }

  /** The same failure, with {@code place} in front of its message. */
  public abstract LayersealException at(String place);
}
