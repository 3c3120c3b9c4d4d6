package dev.layerseal.notary;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The two forms of a signature envelope. */
public enum EnvelopeFormat {
  JWS("application/jose+json"),
  COSE("application/cose");

  private final String mediaType;

  EnvelopeFormat(String mediaType) {
    this.mediaType = mediaType;
  }

  public String mediaType() {
    return mediaType;
  }

  /** The form with this media type. */
  public static Optional<EnvelopeFormat> ofMediaType(String mediaType) {
    return Arrays.stream(values()).filter(form -> form.mediaType.equals(mediaType)).findFirst();
  }

  /** The form called {@code jws} or {@code cose}. */
  public static Optional<EnvelopeFormat> named(String name) {
    return Arrays.stream(values()).filter(form -> form.toString().equals(name)).findFirst();
  }

  /** {@code jws} or {@code cose}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
