package dev.layerseal.seal;

import dev.layerseal.erofs.mkfs.TarIndex;
import dev.layerseal.error.LayersealException;
import dev.layerseal.recipe.Recipe;
import dev.layerseal.verity.LeafHasher;
import dev.layerseal.verity.LeafStore;
import dev.layerseal.verity.Leaves;
import dev.layerseal.verity.RootHash;
import dev.layerseal.verity.VerityParameters;
import java.io.IOException;
import java.util.List;

/**
 * The digests over a tar-index image: of its metadata, of the archive, and of the padding.
 *
 * @param archive those of the archive in 512-byte blocks, the last one filled with zeros
 */
record TarIndexLeaves(Recipe recipe, TarIndex index, Leaves archive, LeafBudget budget) {

  private static final int BLOCK = 512;

  /** Makes a root hash of leaves. */
  @FunctionalInterface
  interface Tree {
    RootHash root(Leaves leaves) throws LayersealException, IOException;
  }

  /** Hands all leaves to {@code tree}; they are valid until it returns. */
  RootHash apply(Tree tree) throws LayersealException, IOException {
    VerityParameters verity = recipe.verity();
    try (LeafStore metadata = budget.newStore(verity);
        LeafStore padding = budget.newStore(verity)) {
      byte[] bytes = index.metadata();
      new LeafHasher(verity, metadata).update(bytes, 0, bytes.length);
      new LeafHasher(verity, padding).updateZeros(padding());
      int digestSize = verity.hash().size();
      return tree.root(Leaves.concat(digestSize, List.of(metadata, archive, padding)));
    }
  }

  /** Length of the image in bytes. */
  long dataSize() {
    return unpadded() + padding();
  }

  private long padding() {
    return -unpadded() & (recipe.pad() - 1);
  }

  private long unpadded() {
    return index.metadataLength() + (index.tarLength() + BLOCK - 1) / BLOCK * BLOCK;
  }
}
