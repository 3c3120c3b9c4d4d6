package dev.layerseal.seal;

import dev.layerseal.oci.Digest;
import dev.layerseal.pkcs7.SignedData;
import dev.layerseal.verity.RootHash;
import org.jspecify.annotations.Nullable;

/**
 * One layer's root hash with the signature over it. That the signature holds, and by whom, is not
 * said here.
 *
 * @param layer digest of the layer blob as it is stored, compressed or not
 */
public record LayerSeal(Digest layer, RootHash rootHash, SignedData signature) {

  // Spelled out: what a record has by itself is put together at run time, which a start would wait
  // for.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof LayerSeal seal
        && layer.equals(seal.layer)
        && rootHash.equals(seal.rootHash)
        && signature.equals(seal.signature);
  }

  @Override
  public int hashCode() {
    return layer.hashCode();
  }
}
