package dev.layerseal.signer.notary;

import dev.layerseal.error.SigningException;
import dev.layerseal.notary.EnvelopeFormat;
import dev.layerseal.notary.Payload;
import dev.layerseal.notary.SignatureManifest;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the user decides about a signature.
 *
 * @param shape of the signature manifest
 * @param metadata signed along with the image, by key
 * @param expiry how long the signature is good, in whole seconds; for ever when absent
 * @param signingAgent the program that signs, such as {@code layerseal/1.0}
 */
public record NotaryOptions(
    EnvelopeFormat format,
    SignatureManifest.Shape shape,
    Map<String, String> metadata,
    Optional<Duration> expiry,
    String signingAgent) {

  public NotaryOptions {
    metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
  }

  /** JWS in the shape of notation 1, without metadata or expiry. */
  public static NotaryOptions of(String signingAgent) {
    return new NotaryOptions(
        EnvelopeFormat.JWS,
        SignatureManifest.Shape.CONFIG_TYPE,
        Map.of(),
        Optional.empty(),
        signingAgent);
  }

  public NotaryOptions withFormat(EnvelopeFormat other) {
    return new NotaryOptions(other, shape, metadata, expiry, signingAgent);
  }

  public NotaryOptions withShape(SignatureManifest.Shape other) {
    return new NotaryOptions(format, other, metadata, expiry, signingAgent);
  }

  public NotaryOptions withMetadata(Map<String, String> other) {
    return new NotaryOptions(format, shape, other, expiry, signingAgent);
  }

  public NotaryOptions withExpiry(Duration other) {
    return new NotaryOptions(format, shape, metadata, Optional.of(other), signingAgent);
  }

  /** Refuses what may not be signed. */
  void check() throws SigningException {
    for (String key : metadata.keySet()) {
      if (key.isEmpty() || key.startsWith(Payload.RESERVED_PREFIX)) {
        throw new SigningException(
            "metadata \"%s\": the prefix %s is reserved, and a key may not be empty"
                .formatted(key, Payload.RESERVED_PREFIX));
      }
    }
    if (expiry.isPresent() && (expiry.get().toSeconds() < 1 || expiry.get().toNanosPart() != 0)) {
      throw new SigningException(
          "expiry %s: expected whole seconds, one at least".formatted(expiry.get()));
    }
  }
}
