package dev.layerseal.seal;

import dev.layerseal.verity.LeafStore;
import dev.layerseal.verity.SpillFolder;
import dev.layerseal.verity.VerityParameters;

/**
 * Memory for the digests of data blocks.
 *
 * @param bytes kept in memory for each set of digests; what is more goes to {@code folder}
 */
record LeafBudget(long bytes, SpillFolder folder) {

  LeafStore newStore(VerityParameters parameters) {
    return new LeafStore(parameters.hash().size(), bytes, folder);
  }
}
