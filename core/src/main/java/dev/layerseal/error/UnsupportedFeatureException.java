package dev.layerseal.error;

import org.jspecify.annotations.Nullable;

/**
 * The bytes may be fine, but layerseal (or the reference tool that it reproduces) does not do this.
 */
public final class UnsupportedFeatureException extends LayersealException {

  public UnsupportedFeatureException(String message) {
    this(message, null, null);
  }

  public UnsupportedFeatureException(String message, Throwable cause) {
    this(message, null, cause);
  }

  public UnsupportedFeatureException(
      String message, @Nullable String hint, @Nullable Throwable cause) {
    super(message, hint, cause);
  }

  @Override
  public UnsupportedFeatureException at(String place) {
    return new UnsupportedFeatureException(place + ": " + getMessage(), hint().orElse(null), this);
  }
}
