package dev.layerseal.oci;

import dev.layerseal.error.FormatException;
import dev.layerseal.error.UnsupportedFeatureException;
import dev.layerseal.json.JsonArray;
import dev.layerseal.json.JsonObject;
import dev.layerseal.json.JsonObjectBuilder;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Names content by media type, digest and size (OCI image specification, descriptor.md).
 *
 * @param size length of the content in bytes, 0 or more
 * @param data the content itself, in base64, as it stands in the descriptor: never trusted
 */
public record Descriptor(
    String mediaType,
    Digest digest,
    long size,
    Optional<String> artifactType,
    Optional<Platform> platform,
    Map<String, String> annotations,
    List<String> urls,
    Optional<String> data) {

  private static final byte[] EMPTY_JSON = {'{', '}'};

  public Descriptor {
    if (size < 0) {
      throw new IllegalArgumentException("size " + size);
    }
    annotations = Collections.unmodifiableMap(new LinkedHashMap<>(annotations));
    urls = List.copyOf(urls);
  }

  public static Descriptor of(String mediaType, Digest digest, long size) {
    return new Descriptor(
        mediaType,
        digest,
        size,
        Optional.empty(),
        Optional.empty(),
        Map.of(),
        List.of(),
        Optional.empty());
  }

  /** The descriptor of {@code content}, with its SHA-256 digest. */
  public static Descriptor of(String mediaType, byte[] content) {
    return of(mediaType, Digest.sha256(content), content.length);
  }

  /** The empty JSON object, which artifacts without a config have as their config. */
  public static byte[] emptyJson() {
    return EMPTY_JSON.clone();
  }

  /** The descriptor of the empty JSON object. */
  public static Descriptor emptyConfig() {
    return of(MediaType.EMPTY_JSON.toString(), EMPTY_JSON);
  }

  public Descriptor withMediaType(String other) {
    return new Descriptor(other, digest, size, artifactType, platform, annotations, urls, data);
  }

  public Descriptor withAnnotations(Map<String, String> others) {
    return new Descriptor(mediaType, digest, size, artifactType, platform, others, urls, data);
  }

  public Descriptor withArtifactType(Optional<String> other) {
    return new Descriptor(mediaType, digest, size, other, platform, annotations, urls, data);
  }

  public Descriptor withPlatform(Optional<Platform> other) {
    return new Descriptor(mediaType, digest, size, artifactType, other, annotations, urls, data);
  }

  /** Only media type, digest and size: the form of a subject. */
  public Descriptor plain() {
    return of(mediaType, digest, size);
  }

  /** The annotation called {@code name}. */
  public Optional<String> annotation(String name) {
    return Optional.ofNullable(annotations.get(name));
  }

  /** The media type, when it is a known one. */
  public Optional<MediaType> type() {
    return MediaType.of(mediaType);
  }

  /** Whether both name the same content: digest and size are equal. */
  public boolean sameContent(Descriptor other) {
    return digest.equals(other.digest) && size == other.size;
  }

  public static Descriptor decode(JsonObject json)
      throws FormatException, UnsupportedFeatureException {
    long size = json.integer("size");
    if (size < 0) {
      throw json.malformed("size", "expected 0 or more, was " + size);
    }
    Optional<JsonObject> platform = json.optionalObject("platform");
    return new Descriptor(
        json.string("mediaType"),
        digest(json, "digest"),
        size,
        json.optionalString("artifactType"),
        platform.isPresent() ? Optional.of(Platform.decode(platform.get())) : Optional.empty(),
        json.stringMap("annotations"),
        json.strings("urls"),
        json.optionalString("data"));
  }

  /** The digest that the member {@code name} holds. */
  static Digest digest(JsonObject json, String name)
      throws FormatException, UnsupportedFeatureException {
    String text = json.string(name);
    try {
      return Digest.parse(text);
    } catch (FormatException e) {
      throw json.malformed(name, String.valueOf(e.getMessage()));
    } catch (UnsupportedFeatureException e) {
      throw e.at(json.path() + "." + name);
    }
  }

  public JsonObject encode() {
    JsonObjectBuilder json =
        JsonObject.builder()
            .put("mediaType", mediaType)
            .put("digest", digest.toString())
            .put("size", size);
    if (!urls.isEmpty()) {
      json.put("urls", JsonArray.ofStrings(urls));
    }
    json.putTexts("annotations", annotations).put("data", data);
    platform.ifPresent(value -> json.put("platform", value.encode()));
    return json.put("artifactType", artifactType).build();
  }

  // Spelled out: what a record has by itself is put together at run time, which a start would wait
  // for.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Descriptor descriptor
        && mediaType.equals(descriptor.mediaType)
        && digest.equals(descriptor.digest)
        && size == descriptor.size
        && artifactType.equals(descriptor.artifactType)
        && platform.equals(descriptor.platform)
        && annotations.equals(descriptor.annotations)
        && urls.equals(descriptor.urls)
        && data.equals(descriptor.data);
  }

  @Override
  public int hashCode() {
    return digest.hashCode();
  }
}
