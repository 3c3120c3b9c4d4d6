package dev.layerseal.oci;

import dev.layerseal.error.FormatException;
import dev.layerseal.error.LayersealException;
import dev.layerseal.error.UnsupportedFeatureException;
import dev.layerseal.json.JsonArray;
import dev.layerseal.json.JsonObject;
import dev.layerseal.json.JsonObjectBuilder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A manifest of one image or artifact, with the exact bytes that its digest is over (OCI image
 * specification, manifest.md). Docker's schema 2 and the withdrawn OCI artifact manifest are read
 * as well.
 *
 * <pre>{@code
 * {"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json",
 *  "artifactType":"..", "config":{..},"layers":[{..}],"subject":{..},"annotations":{..}}
 * }</pre>
 *
 * @param config absent only in the artifact manifest
 * @param layers layers of an image, blobs of an artifact
 * @param bytes the manifest as it was read or is to be pushed
 */
public record Manifest(
    String mediaType,
    Optional<String> artifactType,
    Optional<Descriptor> config,
    List<Descriptor> layers,
    Optional<Descriptor> subject,
    Map<String, String> annotations,
    byte[] bytes) {

  /** The most that is read as a manifest. */
  public static final int MAX_SIZE = 4 << 20;

  public Manifest {
    layers = List.copyOf(layers);
    annotations = Collections.unmodifiableMap(new LinkedHashMap<>(annotations));
  }

  /**
   * The manifest that {@code bytes} hold.
   *
   * @param mediaType the type that its descriptor or the registry gives
   * @throws FormatException when it breaks the format, names another type than {@code mediaType},
   *     or could be read as an index too
   * @throws UnsupportedFeatureException when {@code mediaType} is none of a manifest
   */
  public static Manifest decode(String mediaType, byte[] bytes)
      throws FormatException, UnsupportedFeatureException {
    if (!MediaType.isManifest(mediaType)) {
      throw new UnsupportedFeatureException("%s is no image manifest".formatted(mediaType));
    }
    JsonObject json = JsonObject.parse(bytes);
    boolean artifact = mediaType.equals(MediaType.OCI_ARTIFACT_MANIFEST.toString());
    checkHeader(json, mediaType, !artifact, artifact ? "layers" : "blobs", "manifests");
    Optional<JsonObject> config = json.optionalObject("config");
    if (config.isEmpty() && !artifact) {
      throw json.malformed("config", "expected an object, was absent");
    }
    return new Manifest(
        mediaType,
        json.optionalString("artifactType").filter(text -> !text.isEmpty()),
        decodeOptional(config),
        descriptors(json, artifact ? "blobs" : "layers"),
        decodeOptional(json.optionalObject("subject")),
        json.stringMap("annotations"),
        bytes);
  }

  /** What images and indexes share: the version, the type, and what must not be there. */
  static void checkHeader(JsonObject json, String mediaType, boolean versioned, String... foreign)
      throws FormatException {
    if (versioned && json.integer("schemaVersion") != 2) {
      throw json.malformed("schemaVersion", "expected 2, was " + json.integer("schemaVersion"));
    }
    Optional<String> named = json.optionalString("mediaType").filter(text -> !text.isEmpty());
    if (named.isPresent() && !named.get().equals(mediaType)) {
      throw json.malformed("mediaType", "expected %s, was %s".formatted(mediaType, named.get()));
    }
    for (String member : foreign) {
      if (json.has(member)) {
        throw json.malformed(member, "does not belong into a %s".formatted(mediaType));
      }
    }
  }

  static List<Descriptor> descriptors(JsonObject json, String name)
      throws FormatException, UnsupportedFeatureException {
    List<Descriptor> found = new ArrayList<>();
    Optional<JsonArray> array = json.optionalArray(name);
    if (array.isPresent()) {
      for (JsonObject element : array.get().objects()) {
        found.add(Descriptor.decode(element));
      }
    }
    return found;
  }

  static Optional<Descriptor> decodeOptional(Optional<JsonObject> json)
      throws FormatException, UnsupportedFeatureException {
    return json.isPresent() ? Optional.of(Descriptor.decode(json.get())) : Optional.empty();
  }

  /** A new OCI manifest, encoded compactly with its members in the order of the specification. */
  public static Manifest of(
      Optional<String> artifactType,
      Descriptor config,
      List<Descriptor> layers,
      Optional<Descriptor> subject,
      Map<String, String> annotations) {
    String type = MediaType.OCI_MANIFEST.toString();
    JsonObjectBuilder json =
        JsonObject.builder()
            .put("schemaVersion", 2)
            .put("mediaType", type)
            .put("artifactType", artifactType)
            .put("config", config.encode())
            .put("layers", JsonArray.of(layers.stream().map(Descriptor::encode).toList()));
    subject.ifPresent(value -> json.put("subject", value.encode()));
    byte[] bytes = json.putTexts("annotations", annotations).build().encode();
    return new Manifest(
        type, artifactType, Optional.of(config), layers, subject, annotations, bytes);
  }

  /** The manifest of something that refers to {@code subject}, with an empty config. */
  public static Manifest artifact(
      String artifactType,
      List<Descriptor> layers,
      Descriptor subject,
      Map<String, String> annotations) {
    return of(
        Optional.of(artifactType),
        Descriptor.emptyConfig(),
        layers,
        Optional.of(subject.plain()),
        annotations);
  }

  /** What kind of artifact this is: its artifact type, or where it has none its config's type. */
  public Optional<String> kind() {
    return artifactType.isPresent() ? artifactType : config.map(Descriptor::mediaType);
  }

  /** Names this manifest, with its kind and annotations as a referrers listing has them. */
  public Descriptor descriptor() {
    return Descriptor.of(mediaType, bytes)
        .withArtifactType(subject.isPresent() ? kind() : Optional.empty())
        .withAnnotations(subject.isPresent() ? annotations : Map.of());
  }

  /**
   * Checks that this is an image: its config is an image config.
   *
   * @throws LayersealException when it is an artifact of another kind
   */
  public Descriptor imageConfig() throws LayersealException {
    if (config.isPresent()
        && config.get().type().filter(t -> t.kind() == MediaType.Kind.CONFIG).isPresent()
        && !config.get().mediaType().equals(MediaType.EMPTY_JSON.toString())) {
      return config.get();
    }
    throw new UnsupportedFeatureException(
        "no container image: the config is " + config.map(Descriptor::mediaType).orElse("absent"));
  }
}
