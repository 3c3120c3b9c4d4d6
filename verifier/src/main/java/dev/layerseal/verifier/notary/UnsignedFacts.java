package dev.layerseal.verifier.notary;

import dev.layerseal.error.FormatException;
import dev.layerseal.json.JsonArray;
import dev.layerseal.json.JsonValue;
import dev.layerseal.notary.SignatureEnvelope;
import dev.layerseal.notary.SignatureManifest;
import dev.layerseal.oci.Manifest;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a signature's manifest says although nobody signed it. Nothing is decided by it; where it
 * contradicts what is signed the user is told.
 */
final class UnsignedFacts {

  private static final Duration TOLERANCE = Duration.ofMinutes(5);
  private static final String NOT_SIGNED = "; it is not signed, and nothing was decided by it";

  private UnsignedFacts() {}

  /** Each contradiction between {@code manifest} and {@code envelope}. */
  static List<String> contradictions(Manifest manifest, SignatureEnvelope envelope) {
    List<String> notes = new ArrayList<>();
    thumbprints(manifest, envelope).ifPresent(notes::add);
    created(manifest, envelope).ifPresent(notes::add);
    return notes;
  }

  private static Optional<String> thumbprints(Manifest manifest, SignatureEnvelope envelope) {
    String said = manifest.annotations().get(SignatureManifest.THUMBPRINTS);
    if (said == null || same(said, envelope.chain().thumbprints())) {
      return Optional.empty();
    }
    return Optional.of(
        "the annotation %s names other certificates than the envelope has"
                .formatted(SignatureManifest.THUMBPRINTS)
            + NOT_SIGNED);
  }

  private static boolean same(String said, List<String> thumbprints) {
    try {
      byte[] lower = said.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8);
      return JsonValue.parse(lower).equals(JsonArray.ofStrings(thumbprints));
    } catch (FormatException e) {
      return false;
    }
  }

  private static Optional<String> created(Manifest manifest, SignatureEnvelope envelope) {
    String said = manifest.annotations().get(SignatureManifest.CREATED);
    Instant signed = envelope.attributes().signingTime();
    if (said == null || near(said, signed)) {
      return Optional.empty();
    }
    return Optional.of(
        "the annotation %s is %s, the signing time %s"
                .formatted(SignatureManifest.CREATED, said, signed)
            + NOT_SIGNED);
  }

  private static boolean near(String said, Instant signed) {
    try {
      Instant created = OffsetDateTime.parse(said).toInstant();
      return Duration.between(created, signed).abs().compareTo(TOLERANCE) <= 0;
    } catch (DateTimeException e) {
      return false;
    }
  }
}
