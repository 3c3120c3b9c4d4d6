package dev.layerseal.error;

import org.jspecify.annotations.Nullable;

/** Could not find out: network, authentication, a missing image, an answer that makes no sense. */
public final class RegistryException extends LayersealException {

  public RegistryException(String message) {
    this(message, null, null);
  }

  public RegistryException(String message, Throwable cause) {
    this(message, null, cause);
  }

  public RegistryException(String message, @Nullable String hint, @Nullable Throwable cause) {
    super(message, hint, cause);
  }

  @Override
  public RegistryException at(String place) {
    return new RegistryException(place + ": " + getMessage(), hint().orElse(null), this);
  }
}
