package dev.layerseal.seal;

import dev.layerseal.error.LayersealException;
import dev.layerseal.recipe.Recipe;
import dev.layerseal.tar.TarWarning;
import dev.layerseal.verity.HashTree;
import dev.layerseal.verity.LeafHasher;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** The layer is the image; its last block is filled with zeros. */
final class NativeHasher implements ImageHasher {

  private final Recipe recipe;
  private final HashTree tree;
  private final LeafHasher hasher;

  NativeHasher(Recipe recipe) {
    this.recipe = recipe;
    this.tree = new HashTree(recipe.verity());
    this.hasher = new LeafHasher(recipe.verity(), tree);
  }

  @Override
  public void update(byte[] buffer, int offset, int length) throws IOException {
    hasher.update(buffer, offset, length);
  }

  @Override
  public List<ConvertedLayer.Image> finish(LayerFacts facts)
      throws LayersealException, IOException {
    hasher.finishPadded();
    return List.of(
        new ConvertedLayer.Image(recipe, Optional.empty(), tree.finish(), hasher.length()));
  }

  @Override
  public List<TarWarning> warnings() {
    return List.of();
  }

  @Override
  public void close() {}
}
