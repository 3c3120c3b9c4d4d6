package dev.layerseal.recipe;

import dev.layerseal.bytes.Hex;
import dev.layerseal.bytes.Uuid;
import dev.layerseal.error.FormatException;
import dev.layerseal.oci.Digest;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where the UUID of an image comes from.
 *
 * @param value the UUID of {@link Kind#GIVEN}, otherwise null
 */
public record UuidRule(Kind kind, @Nullable Uuid value) {

  /** The ways to a UUID. */
  public enum Kind {
    /** {@code c1b9d5a2-f162-11cf-9ece-0020afc76f16}, always. */
    FIXED,
    /** Version 5, URL namespace, of {@code erofs:blobs/} and the digest of the layer blob. */
    LAYER_DIGEST,
    /** The same of the digest of the uncompressed layer. */
    DIFF_ID,
    /** The first 16 bytes of the SHA-256 of the uncompressed layer, marked as version 5. */
    CONTENT,
    /** The first 16 bytes of the root hash that the fixed UUID gives. */
    ROOT_HASH,
    /** As the user says. */
    GIVEN
  }

  public static final UuidRule FIXED = new UuidRule(Kind.FIXED, null);
  public static final UuidRule LAYER_DIGEST = new UuidRule(Kind.LAYER_DIGEST, null);
  public static final UuidRule DIFF_ID = new UuidRule(Kind.DIFF_ID, null);
  public static final UuidRule CONTENT = new UuidRule(Kind.CONTENT, null);
  public static final UuidRule ROOT_HASH = new UuidRule(Kind.ROOT_HASH, null);

  /** The UUID of {@link Kind#FIXED}. */
  public static final Uuid FIXED_UUID = new Uuid(0xc1b9d5a2f16211cfL, 0x9ece0020afc76f16L);

  private static final String NAME_PREFIX = "erofs:blobs/";

  /**
   * @throws IllegalArgumentException unless there is a value for {@link Kind#GIVEN}, and only there
   */
  public UuidRule {
    if ((value != null) != (kind == Kind.GIVEN)) {
      throw new IllegalArgumentException(kind + " with " + value);
    }
  }

  /**
   * Reads {@code fixed}, {@code layer-digest}, {@code diff-id}, {@code content} (or {@code
   * derived}), {@code root-hash}, or a UUID.
   *
   * @throws FormatException when it is none of them
   */
  public static UuidRule parse(String text) throws FormatException {
    return switch (text) {
      case "fixed" -> FIXED;
      case "layer-digest" -> LAYER_DIGEST;
      case "diff-id" -> DIFF_ID;
      case "content", "derived" -> CONTENT;
      case "root-hash" -> ROOT_HASH;
      default -> given(text);
    };
  }

  private static UuidRule given(String text) throws FormatException {
    try {
      return new UuidRule(Kind.GIVEN, Uuid.parse(text));
    } catch (FormatException e) {
      throw new FormatException(
          "erofs uuid is \"%s\", expected fixed, layer-digest, diff-id, content, root-hash or a UUID"
              .formatted(text),
          e);
    }
  }

  /**
   * The UUID for a layer. For {@link Kind#ROOT_HASH} it is the fixed one, from whose root hash the
   * real one follows.
   *
   * @param layer digest of the layer blob
   * @param diffId SHA-256 of the uncompressed layer
   */
  public Uuid resolve(Digest layer, Digest diffId) throws FormatException {
    return switch (kind) {
      case LAYER_DIGEST -> Uuid.ofUrlName(NAME_PREFIX + layer);
      case DIFF_ID -> Uuid.ofUrlName(NAME_PREFIX + diffId);
      case CONTENT -> Uuid.ofDigest(Hex.decode("digest", diffId.hex()));
      case FIXED, ROOT_HASH, GIVEN -> constant().orElseThrow();
    };
  }

  /** The UUID that {@link #resolve} gives for every layer, where it does not depend on it. */
  public Optional<Uuid> constant() {
    return switch (kind) {
      case FIXED, ROOT_HASH -> Optional.of(FIXED_UUID);
      case GIVEN -> Optional.ofNullable(value);
      case LAYER_DIGEST, DIFF_ID, CONTENT -> Optional.empty();
    };
  }

  @Override
  public String toString() {
    return kind == Kind.GIVEN
        ? Objects.requireNonNull(value).toString()
        : kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  // Spelled out: what a record has by itself is put together at run time, which a start would wait
  // for.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof UuidRule rule && kind == rule.kind && Objects.equals(value, rule.value);
  }

  @Override
  public int hashCode() {
    return kind.hashCode();
  }
}
