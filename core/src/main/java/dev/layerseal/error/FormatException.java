package dev.layerseal.error;

import org.jspecify.annotations.Nullable;

/**
 * Bytes break their format: a length that does not fit, a checksum that differs, a field out of
 * range.
 */
public final class FormatException extends LayersealException {

  public FormatException(String message) {
    this(message, null, null);
  }

  public FormatException(String message, Throwable cause) {
    this(message, null, cause);
  }

  public FormatException(String message, @Nullable String hint, @Nullable Throwable cause) {
    super(message, hint, cause);
  }

  @Override
  public FormatException at(String place) {
    return new FormatException(place + ": " + getMessage(), hint().orElse(null), this);
  }
}
