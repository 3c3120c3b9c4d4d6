package dev.layerseal.seal;

import dev.layerseal.bytes.Uuid;
import dev.layerseal.oci.Digest;
import dev.layerseal.recipe.Recipe;
import dev.layerseal.tar.TarWarning;
import dev.layerseal.verity.RootHash;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * The root hashes of one layer.
 *
 * @param digest of the blob, checked or computed
 * @param diffId SHA-256 of the uncompressed layer, checked against the image config if that named
 *     it
 * @param size length of the uncompressed layer in bytes
 * @param images one for each recipe asked for, in that order
 * @param warnings what the reference tool does in silence with this layer
 */
public record ConvertedLayer(
    Digest digest, Digest diffId, long size, List<Image> images, List<TarWarning> warnings) {

  /**
   * What one recipe gives.
   *
   * @param uuid of the EROFS image, where layerseal makes it
   * @param dataSize bytes that dm-verity covers
   */
  public record Image(Recipe recipe, Optional<Uuid> uuid, RootHash rootHash, long dataSize) {}

  public ConvertedLayer {
    images = List.copyOf(images);
    warnings = List.copyOf(warnings);
  }

  /** The root hash that {@code recipe}, one of those asked for, gives. */
  public RootHash rootHash(Recipe recipe) {
    for (Image image : images) {
      if (image.recipe().equals(recipe)) {
        return image.rootHash();
      }
    }
    throw new NoSuchElementException("recipe " + recipe + " was not asked for");
  }
}
