package dev.layerseal.oci.store;

import dev.layerseal.error.FormatException;
import dev.layerseal.error.LayersealException;
import dev.layerseal.error.RegistryException;
import dev.layerseal.error.UnsupportedFeatureException;
import dev.layerseal.oci.Descriptor;
import dev.layerseal.oci.Digest;
import dev.layerseal.oci.ImageIndex;
import dev.layerseal.oci.Manifest;
import dev.layerseal.oci.MediaType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The manifests that a layout's {@code index.json} leads to, and what they refer to. */
record LayoutManifests(ImageStore store, LayoutIndex index) {

  private static final int MAX_MANIFESTS = 4096;

  /** The entries that refer to nothing. */
  List<Descriptor> images() throws LayersealException, IOException {
    List<Descriptor> images = new ArrayList<>();
    for (Descriptor entry : index.manifests()) {
      if (subject(entry).isEmpty() && !isReferrersTag(entry)) {
        images.add(entry);
      }
    }
    return images;
  }

  private static boolean isReferrersTag(Descriptor entry) {
    return entry
        .annotation(LayoutIndex.REF_NAME)
        .filter(name -> name.matches("sha(?:256-[0-9a-f]{64}|512-[0-9a-f]{128})"))
        .isPresent();
  }

  /** Those that refer to {@code subject}, each once. */
  List<Descriptor> referrers(Digest subject) throws LayersealException, IOException {
    List<Descriptor> found = new ArrayList<>();
    for (Descriptor entry : reachable()) {
      if (subject(entry).filter(subject::equals).isPresent()) {
        found.add(entry);
      }
    }
    return found;
  }

  /** What a manifest refers to; a broken or missing one refers to nothing. */
  private Optional<Digest> subject(Descriptor entry) throws LayersealException, IOException {
    boolean list = MediaType.isIndex(entry.mediaType());
    if (!list && !MediaType.isManifest(entry.mediaType())) {
      return Optional.empty();
    }
    try {
      byte[] bytes = store.fetchManifest(entry);
      return (list
              ? ImageIndex.decode(entry.mediaType(), bytes).subject()
              : Manifest.decode(entry.mediaType(), bytes).subject())
          .map(Descriptor::digest);
    } catch (FormatException | UnsupportedFeatureException | RegistryException e) {
      return Optional.empty();
    }
  }

  /** Every manifest and index, each once. */
  List<Descriptor> reachable() throws LayersealException, IOException {
    Map<Digest, Descriptor> found = new LinkedHashMap<>();
    List<Descriptor> todo = new ArrayList<>(index.manifests());
    while (!todo.isEmpty()) {
      Descriptor next = todo.remove(0);
      if (found.putIfAbsent(next.digest(), next) != null) {
        continue;
      }
      if (found.size() > MAX_MANIFESTS) {
        throw new UnsupportedFeatureException(
            "%s: more than %d manifests".formatted(store.name(), MAX_MANIFESTS));
      }
      if (MediaType.isIndex(next.mediaType()) && store.hasBlob(next)) {
        todo.addAll(ImageIndex.decode(next.mediaType(), store.fetchManifest(next)).manifests());
      }
    }
    return List.copyOf(found.values());
  }
}
