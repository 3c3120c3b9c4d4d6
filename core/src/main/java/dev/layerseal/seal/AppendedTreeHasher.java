package dev.layerseal.seal;

import dev.layerseal.error.LayersealException;
import dev.layerseal.recipe.Recipe;
import dev.layerseal.tar.TarWarning;
import dev.layerseal.verity.SpillFolder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * The layer is an image with its hash tree behind it. It goes to a temporary file, where every
 * block of data and tree is held against the root hash that the descriptor names.
 */
final class AppendedTreeHasher implements ImageHasher {

  private final Recipe recipe;
  private final AppendedTree tree;
  private final SpooledBlob spool;
  private long length;

  AppendedTreeHasher(Recipe recipe, AppendedTree tree, SpillFolder folder) throws IOException {
    this.recipe = recipe;
    this.tree = tree;
    this.spool = SpooledBlob.create(folder);
  }

  @Override
  public void update(byte[] buffer, int offset, int count) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(buffer, offset, count);
    while (bytes.hasRemaining()) {
      length += spool.file().write(bytes, length);
    }
  }

  @Override
  public List<ConvertedLayer.Image> finish(LayerFacts facts)
      throws LayersealException, IOException {
    new AppendedTreeCheck(tree, spool.file()).verify(length);
    return List.of(
        new ConvertedLayer.Image(recipe, Optional.empty(), tree.rootHash(), tree.offset()));
  }

  @Override
  public List<TarWarning> warnings() {
    return List.of();
  }

  @Override
  public void close() throws IOException {
    spool.close();
  }
}
