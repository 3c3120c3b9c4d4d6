package dev.layerseal.cli;

import dev.layerseal.json.JsonArray;
import dev.layerseal.json.JsonObject;
import dev.layerseal.oci.store.ImageGraph;

/** What {@code bundle} tells programs. */
final class BundleReport {

  private BundleReport() {}

  static JsonObject of(ImageGraph graph, String place) {
    return JsonObject.builder()
        .put("place", place)
        .put("digest", graph.root().digest().toString())
        .put("mediaType", graph.root().mediaType())
        .put("manifests", graph.manifests().size())
        .put("blobs", graph.blobs().size())
        .put("skipped", JsonArray.ofStrings(graph.skipped()))
        .build();
  }
}
