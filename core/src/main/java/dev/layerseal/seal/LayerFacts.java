package dev.layerseal.seal;

import dev.layerseal.oci.Digest;

/** What is known of a layer once all of it was read. */
record LayerFacts(Digest digest, Digest diffId, long size) {}
