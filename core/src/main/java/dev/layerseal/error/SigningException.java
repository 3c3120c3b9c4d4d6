package dev.layerseal.error;

import org.jspecify.annotations.Nullable;

/** A key or certificate cannot be used. */
public final class SigningException extends LayersealException {

  public SigningException(String message) {
    this(message, null, null);
  }

  public SigningException(String message, Throwable cause) {
    this(message, null, cause);
  }

  public SigningException(String message, @Nullable String hint, @Nullable Throwable cause) {
    super(message, hint, cause);
  }

  @Override
  public SigningException at(String place) {
    return new SigningException(place + ": " + getMessage(), hint().orElse(null), this);
  }
}
