package dev.layerseal.convert;

import dev.layerseal.erofs.KernelNeeds;
import dev.layerseal.oci.Descriptor;
import dev.layerseal.oci.Digest;
import dev.layerseal.oci.store.BlobSource;
import dev.layerseal.seal.AppendedTree;
import dev.layerseal.tar.TarWarning;
import java.util.List;
import java.util.Optional;

/**
 * A layer after its conversion.
 *
 * @param from digest of the layer before
 * @param diffId SHA-256 of the layer without outer compression
 * @param tree the hash tree behind the image
 * @param needs what a kernel must have to mount it, where it is an image
 * @param warnings what the reference tool does in silence with the layer
 * @param content the new blob; it can be read until the conversion is closed
 */
public record ConvertedBlob(
    Digest from,
    Descriptor descriptor,
    Digest diffId,
    Optional<AppendedTree> tree,
    Optional<KernelNeeds> needs,
    List<TarWarning> warnings,
    BlobSource content) {

  public ConvertedBlob {
    warnings = List.copyOf(warnings);
  }
}
