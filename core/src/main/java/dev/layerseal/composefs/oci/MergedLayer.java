package dev.layerseal.composefs.oci;

import dev.layerseal.fsverity.FsVerityDigest;
import dev.layerseal.oci.Digest;
import dev.layerseal.tar.TarWarning;
import java.util.List;
import java.util.Optional;

/**
 * A layer of a merged image.
 *
 * @param digest of the blob
 * @param diffId of the uncompressed layer
 * @param size of the uncompressed layer in bytes
 * @param image digest of the composefs image of this layer alone; nothing when it was not asked
 *     for, or the layer makes none
 * @param refusal why the layer makes no image alone
 * @param warnings where the order of entries within the layer mattered
 */
public record MergedLayer(
    Digest digest,
    Digest diffId,
    long size,
    Optional<FsVerityDigest> image,
    Optional<String> refusal,
    List<TarWarning> warnings) {

  public MergedLayer {
    warnings = List.copyOf(warnings);
  }
}
