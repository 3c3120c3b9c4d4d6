package dev.layerseal.error;

import java.io.IOException;
import java.util.Objects;

/**
 * Carries a {@link LayersealException} through an {@link java.io.InputStream}, whose methods may
 * throw nothing but {@link IOException}. Who reads the stream unwraps it with {@link #failure}.
 */
public final class StreamException extends IOException {

  public StreamException(LayersealException failure) {
    super(failure.getMessage(), failure);
  }

  /** What went wrong. */
  public LayersealException failure() {
    return (LayersealException) Objects.requireNonNull(getCause());
  }
}
