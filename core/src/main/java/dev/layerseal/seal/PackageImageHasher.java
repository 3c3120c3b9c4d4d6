package dev.layerseal.seal;

import dev.layerseal.bytes.Uuid;
import dev.layerseal.erofs.mkfs.ImageFileBuilder;
import dev.layerseal.erofs.mkfs.MkfsOptions;
import dev.layerseal.error.LayersealException;
import dev.layerseal.recipe.Recipe;
import dev.layerseal.recipe.UuidRule;
import dev.layerseal.tar.TarWarning;
import dev.layerseal.verity.HashTree;
import dev.layerseal.verity.LeafHasher;
import dev.layerseal.verity.RootHash;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The image of an RDK package, or one whose content is compressed: it is made in a temporary file
 * and hashed there.
 */
final class PackageImageHasher implements ImageHasher {

  private static final int PIECE = 1 << 18;

  private final Recipe recipe;
  private final Path image;
  private final ImageFileBuilder builder;

  PackageImageHasher(Recipe recipe, LeafBudget budget, long treeMemory) throws IOException {
    this.recipe = recipe;
    this.image = Files.createTempFile(budget.folder().path(), "layerseal", ".erofs");
    this.builder =
        new ImageFileBuilder(
            options(recipe).withMemory(treeMemory),
            recipe.compression(),
            recipe.form().attributes(),
            image,
            budget.folder(),
            Runtime.getRuntime().availableProcessors());
  }

  /** Whether the image is made in a file. */
  static boolean makes(Recipe recipe) {
    return recipe.form().rdk() || recipe.compression().isPresent();
  }

  static MkfsOptions options(Recipe recipe) {
    MkfsOptions options = MkfsOptions.full(recipe.writer());
    return recipe.form().rdk() ? options.withInlineData() : options;
  }

  @Override
  public void update(byte[] buffer, int offset, int length) throws LayersealException, IOException {
    builder.update(buffer, offset, length);
  }

  @Override
  public List<ConvertedLayer.Image> finish(LayerFacts facts)
      throws LayersealException, IOException {
    Uuid uuid = recipe.uuid().resolve(facts.digest(), facts.diffId());
    long size = builder.finish(uuid);
    RootHash root = root();
    if (recipe.uuid().kind() == UuidRule.Kind.ROOT_HASH) {
      uuid = Uuid.of(root.toByteArray(), 0);
      builder.changeUuid(uuid);
      root = root();
    }
    return List.of(new ConvertedLayer.Image(recipe, Optional.of(uuid), root, size));
  }

  private RootHash root() throws LayersealException, IOException {
    HashTree tree = new HashTree(recipe.verity());
    LeafHasher hasher = new LeafHasher(recipe.verity(), tree);
    try (InputStream in = Files.newInputStream(image)) {
      byte[] piece = new byte[PIECE];
      for (int count = in.read(piece); count > 0; count = in.read(piece)) {
        hasher.update(piece, 0, count);
      }
    }
    hasher.finishPadded();
    return tree.finish();
  }

  @Override
  public List<TarWarning> warnings() {
    return builder.warnings();
  }

  @Override
  public void close() throws IOException {
    builder.close();
    Files.deleteIfExists(image);
  }
}
