package dev.layerseal.oci;

import dev.layerseal.error.FormatException;
import dev.layerseal.error.UnsupportedFeatureException;
import dev.layerseal.json.JsonArray;
import dev.layerseal.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What an image's config says about platform and layers (OCI image specification, config.md).
 *
 * @param diffIds digest of each layer's uncompressed tar, bottom layer first
 */
public record ImageConfig(Platform platform, List<Digest> diffIds, Optional<String> created) {

  public ImageConfig {
    diffIds = List.copyOf(diffIds);
  }

  public static ImageConfig decode(byte[] bytes)
      throws FormatException, UnsupportedFeatureException {
    JsonObject json = JsonObject.parse(bytes);
    List<Digest> diffIds = new ArrayList<>();
    Optional<JsonObject> rootfs = json.optionalObject("rootfs");
    Optional<JsonArray> array =
        rootfs.isPresent() ? rootfs.get().optionalArray("diff_ids") : Optional.empty();
    if (array.isPresent()) {
      for (String text : array.get().strings()) {
        String where = "%s[%d]".formatted(array.get().path(), diffIds.size());
        try {
          diffIds.add(Digest.parse(text));
        } catch (FormatException e) {
          throw e.at(where);
        } catch (UnsupportedFeatureException e) {
          throw e.at(where);
        }
      }
    }
    return new ImageConfig(Platform.decode(json), diffIds, json.optionalString("created"));
  }
}
