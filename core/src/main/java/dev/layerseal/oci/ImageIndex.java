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

/**
 * A list of manifests, one for each platform or one for each referrer, with the exact bytes that
 * its digest is over (OCI image specification, image-index.md). Docker's manifest list is read as
 * well.
 */
public record ImageIndex(
    String mediaType,
    Optional<String> artifactType,
    List<Descriptor> manifests,
    Optional<Descriptor> subject,
    Map<String, String> annotations,
    byte[] bytes) {

  public ImageIndex {
    manifests = List.copyOf(manifests);
    annotations = Collections.unmodifiableMap(new LinkedHashMap<>(annotations));
  }

  /**
   * The index that {@code bytes} hold.
   *
   * @param mediaType the type that its descriptor or the registry gives
   * @throws FormatException when it breaks the format, names another type than {@code mediaType},
   *     or could be read as an image manifest too
   * @throws UnsupportedFeatureException when {@code mediaType} is none of an index
   */
  public static ImageIndex decode(String mediaType, byte[] bytes)
      throws FormatException, UnsupportedFeatureException {
    if (!MediaType.isIndex(mediaType)) {
      throw new UnsupportedFeatureException("%s is no image index".formatted(mediaType));
    }
    JsonObject json = JsonObject.parse(bytes);
    Manifest.checkHeader(json, mediaType, true, "config", "layers", "blobs");
    return new ImageIndex(
        mediaType,
        json.optionalString("artifactType").filter(text -> !text.isEmpty()),
        Manifest.descriptors(json, "manifests"),
        Manifest.decodeOptional(json.optionalObject("subject")),
        json.stringMap("annotations"),
        bytes);
  }

  /** A new OCI index, encoded compactly with its members in the order of the specification. */
  public static ImageIndex of(List<Descriptor> manifests, Map<String, String> annotations) {
    String type = MediaType.OCI_INDEX.toString();
    JsonObjectBuilder json =
        JsonObject.builder()
            .put("schemaVersion", 2)
            .put("mediaType", type)
            .put("manifests", JsonArray.of(manifests.stream().map(Descriptor::encode).toList()))
            .putTexts("annotations", annotations);
    return new ImageIndex(
        type, Optional.empty(), manifests, Optional.empty(), annotations, json.build().encode());
  }

  public Descriptor descriptor() {
    return Descriptor.of(mediaType, bytes)
        .withArtifactType(subject.isPresent() ? artifactType : Optional.empty())
        .withAnnotations(subject.isPresent() ? annotations : Map.of());
  }
}
