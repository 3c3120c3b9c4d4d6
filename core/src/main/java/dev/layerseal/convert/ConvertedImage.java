package dev.layerseal.convert;

import dev.layerseal.oci.Descriptor;
import dev.layerseal.oci.Digest;
import java.util.List;

/**
 * One image after its conversion.
 *
 * @param from digest of its manifest before
 * @param manifest of the new image, with the platform where an index names it
 * @param layers of the image in their order, one may occur more than once
 */
public record ConvertedImage(Digest from, Descriptor manifest, List<ConvertedBlob> layers) {

  public ConvertedImage {
    layers = List.copyOf(layers);
  }
}
