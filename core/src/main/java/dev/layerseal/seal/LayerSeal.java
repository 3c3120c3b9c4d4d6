package dev.layerseal.seal;

import dev.layerseal.oci.Digest;
import dev.layerseal.pkcs7.SignedData;
import dev.layerseal.verity.RootHash;

/**
 * One layer's root hash with the signature over it. That the signature holds, and by whom, is not
 * said here.
 *
 * @param layer digest of the layer blob as it is stored, compressed or not
 */
public record LayerSeal(Digest layer, RootHash rootHash, SignedData signature) {}
