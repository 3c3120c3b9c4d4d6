package dev.layerseal.oci.store;

import dev.layerseal.error.FormatException;
import dev.layerseal.error.LayersealException;
import dev.layerseal.error.RegistryException;
import dev.layerseal.json.JsonArray;
import dev.layerseal.json.JsonLimits;
import dev.layerseal.json.JsonObject;
import dev.layerseal.json.JsonObjectBuilder;
import dev.layerseal.json.JsonValue;
import dev.layerseal.oci.Descriptor;
import dev.layerseal.oci.Digest;
import dev.layerseal.oci.MediaType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A layout's {@code index.json} (OCI image specification, image-layout.md). Members that layerseal
 * does not know stay as they are.
 */
record LayoutIndex(JsonObject json, List<Descriptor> manifests) {

  static final int MAX_SIZE = 16 << 20;
  static final String PATH = "index.json";
  static final String REF_NAME = "org.opencontainers.image.ref.name";

  static LayoutIndex empty() {
    JsonObject json =
        JsonObject.builder()
            .put("schemaVersion", 2)
            .put("mediaType", MediaType.OCI_INDEX.toString())
            .put("manifests", JsonArray.of(List.of()))
            .build();
    return new LayoutIndex(json, List.of());
  }

  static LayoutIndex decode(byte[] bytes) throws LayersealException {
    JsonObject json = JsonObject.parse(bytes, JsonLimits.DEFAULT.withBytes(MAX_SIZE));
    if (json.integer("schemaVersion") != 2) {
      throw json.malformed("schemaVersion", "expected 2, was " + json.integer("schemaVersion"));
    }
    List<Descriptor> manifests = new ArrayList<>();
    for (JsonObject entry : entries(json)) {
      manifests.add(Descriptor.decode(entry));
    }
    return new LayoutIndex(json, manifests);
  }

  /** Puts this index in place of the layout's. */
  void write(LayoutFolder folder) throws IOException {
    folder.write(PATH, BlobSource.of(json.encode()));
  }

  /** The entry called {@code tag}. */
  Optional<Descriptor> tagged(String tag) throws FormatException {
    List<Descriptor> named =
        manifests.stream()
            .filter(entry -> entry.annotation(REF_NAME).filter(tag::equals).isPresent())
            .toList();
    if (named.stream().map(Descriptor::digest).distinct().count() > 1) {
      throw new FormatException(
          "%s: the tag %s stands at %d manifests".formatted(PATH, tag, named.size()));
    }
    return named.stream().findFirst();
  }

  /** The entry with this digest. */
  Optional<Descriptor> named(Digest digest) {
    return manifests.stream().filter(entry -> entry.digest().equals(digest)).findFirst();
  }

  /** The only entry of a layout with one image. */
  Descriptor only(List<Descriptor> images) throws RegistryException {
    Map<Digest, Descriptor> distinct =
        images.stream()
            .collect(
                Collectors.toMap(
                    Descriptor::digest, entry -> entry, (a, b) -> a, LinkedHashMap::new));
    if (distinct.size() != 1) {
      throw new RegistryException(
          "the layout has %d images".formatted(distinct.size()),
          distinct.isEmpty() ? null : "name one by :tag or @digest",
          null);
    }
    return distinct.values().iterator().next();
  }

  List<String> tags() {
    return manifests.stream()
        .flatMap(entry -> entry.annotation(REF_NAME).stream())
        .distinct()
        .toList();
  }

  /** The index with {@code added} in it, under {@code tag} if one is given. */
  LayoutIndex with(Descriptor added, Optional<String> tag) throws LayersealException {
    List<JsonObject> entries = new ArrayList<>();
    boolean listed = false;
    for (JsonObject entry : entries(json)) {
      Descriptor known = Descriptor.decode(entry);
      boolean same = known.digest().equals(added.digest());
      Optional<String> name = known.annotation(REF_NAME);
      if (tag.isPresent() && name.equals(tag) && !same) {
        entries.add(untagged(entry));
      } else {
        entries.add(entry);
        listed |= same && (tag.isEmpty() || name.equals(tag));
      }
    }
    if (!listed) {
      entries.add(entry(added, tag));
    }
    return with(entries);
  }

  /** The index without the entries of {@code digest}. */
  LayoutIndex without(Digest digest) throws LayersealException {
    List<JsonObject> entries = new ArrayList<>();
    for (JsonObject entry : entries(json)) {
      if (!Descriptor.decode(entry).digest().equals(digest)) {
        entries.add(entry);
      }
    }
    return with(entries);
  }

  private static List<JsonObject> entries(JsonObject json) throws FormatException {
    Optional<JsonArray> array = json.optionalArray("manifests");
    return array.isPresent() ? array.get().objects() : List.of();
  }

  private LayoutIndex with(List<JsonObject> entries) throws LayersealException {
    JsonObjectBuilder changed = JsonObject.builder();
    json.members().forEach(changed::put);
    return decode(changed.put("manifests", JsonArray.of(entries)).build().encode());
  }

  private static JsonObject entry(Descriptor added, Optional<String> tag) {
    Map<String, String> annotations = new LinkedHashMap<>(added.annotations());
    tag.ifPresent(name -> annotations.put(REF_NAME, name));
    return added.withAnnotations(annotations).encode();
  }

  private static JsonObject untagged(JsonObject entry) throws FormatException {
    Map<String, String> annotations = new LinkedHashMap<>(entry.stringMap("annotations"));
    annotations.remove(REF_NAME);
    JsonObjectBuilder changed = JsonObject.builder();
    for (Map.Entry<String, JsonValue> member : entry.members().entrySet()) {
      if (!member.getKey().equals("annotations")) {
        changed.put(member.getKey(), member.getValue());
      }
    }
    return changed.putTexts("annotations", annotations).build();
  }
}
