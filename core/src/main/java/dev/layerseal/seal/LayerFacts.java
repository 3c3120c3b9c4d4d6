package dev.layerseal.seal;

import dev.layerseal.oci.Digest;

/**
 * What is known of a layer once all of it was read.
 *
 * @param digest of the blob
 * @param diffId of the uncompressed layer
 * @param size of the uncompressed layer in bytes
 */
public record LayerFacts(Digest digest, Digest diffId, long size) {}
