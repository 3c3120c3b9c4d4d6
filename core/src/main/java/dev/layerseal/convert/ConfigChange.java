package dev.layerseal.convert;

import dev.layerseal.error.FormatException;
import dev.layerseal.json.JsonArray;
import dev.layerseal.json.JsonObject;
import dev.layerseal.json.JsonObjectBuilder;
import dev.layerseal.json.JsonValue;
import dev.layerseal.oci.Digest;
import dev.layerseal.oci.Platform;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a conversion changes in an image config and in platforms; all else stays as it is. */
final class ConfigChange {

  private static final String FEATURES = "os.features";
  private static final String EROFS = "erofs";

  private final boolean erofs;

  /**
   * @param erofs whether layers are EROFS images afterwards
   */
  ConfigChange(boolean erofs) {
    this.erofs = erofs;
  }

  /** The config with other layers. */
  byte[] apply(JsonObject config, List<Digest> diffIds) throws FormatException {
    JsonObject rootfs =
        JsonObject.builder()
            .put("type", "layers")
            .put("diff_ids", JsonArray.ofStrings(diffIds.stream().map(Digest::toString).toList()))
            .build();
    JsonObjectBuilder changed = JsonObject.builder();
    for (Map.Entry<String, JsonValue> member : config.members().entrySet()) {
      if (!member.getKey().equals(FEATURES)) {
        changed.put(member.getKey(), member.getValue());
      }
    }
    List<String> features = features(config.strings(FEATURES));
    if (!features.isEmpty()) {
      changed.put(FEATURES, JsonArray.ofStrings(features));
    }
    return changed.put("rootfs", rootfs).build().encode();
  }

  /** The platform that an index names. */
  Optional<Platform> apply(Optional<Platform> platform) {
    return platform.map(
        p ->
            new Platform(
                p.os(), p.architecture(), p.variant(), p.osVersion(), features(p.osFeatures())));
  }

  private List<String> features(List<String> before) {
    List<String> features = new ArrayList<>(before);
    features.remove(EROFS);
    if (erofs) {
      features.add(EROFS);
    }
    return features;
  }
}
