package dev.layerseal.seal;

import dev.layerseal.bytes.Uuid;
import dev.layerseal.erofs.mkfs.ErofsUtils;
import dev.layerseal.erofs.mkfs.FileSource;
import dev.layerseal.erofs.mkfs.ImageBuilder;
import dev.layerseal.erofs.mkfs.ImagePlan;
import dev.layerseal.erofs.mkfs.ImageSegment;
import dev.layerseal.erofs.mkfs.MkfsOptions;
import dev.layerseal.error.LayersealException;
import dev.layerseal.recipe.Recipe;
import dev.layerseal.recipe.UuidRule;
import dev.layerseal.tar.TarWarning;
import dev.layerseal.verity.HashTree;
import dev.layerseal.verity.LeafHasher;
import dev.layerseal.verity.LeafStore;
import dev.layerseal.verity.Leaves;
import dev.layerseal.verity.RootHash;
import dev.layerseal.verity.VerityParameters;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Root hashes of complete images, for recipes that differ in nothing but the UUID. File content is
 * hashed in the order of the archive, each file from a block of its own on; the plan then puts the
 * digests into the order of the image.
 */
final class FullImageHasher implements ImageHasher {

  private final List<Recipe> recipes;
  private final VerityParameters verity;
  private final LeafBudget budget;
  private final FileLeaves files;
  private final ImageBuilder builder;
  private @Nullable ImagePlan plan;

  /**
   * @param recipes of one {@link Kind}
   */
  FullImageHasher(List<Recipe> recipes, LeafBudget budget, long treeMemory) {
    Recipe first = recipes.get(0);
    this.recipes = List.copyOf(recipes);
    this.verity = first.verity();
    this.budget = budget;
    MkfsOptions options = MkfsOptions.full(first.writer()).withMemory(treeMemory);
    this.files = new FileLeaves(verity, options.blockSize(), budget.newStore(verity));
    this.builder = new ImageBuilder(first.sorted() ? options : options.unsorted(), files);
  }

  /** What recipes have in common when one image serves them all. */
  record Kind(ErofsUtils writer, boolean sorted, VerityParameters verity) {

    static Kind of(Recipe recipe) {
      return new Kind(recipe.writer(), recipe.sorted(), recipe.verity());
    }
  }

  @Override
  public void update(byte[] buffer, int offset, int length) throws LayersealException, IOException {
    builder.update(buffer, offset, length);
  }

  @Override
  public List<ConvertedLayer.Image> finish(LayerFacts facts)
      throws LayersealException, IOException {
    plan = builder.finish(UuidRule.FIXED_UUID, FileSource.NONE);
    files.finish();
    List<ConvertedLayer.Image> images = new ArrayList<>();
    for (Recipe recipe : recipes) {
      images.add(image(recipe, plan, facts));
    }
    return images;
  }

  private ConvertedLayer.Image image(Recipe recipe, ImagePlan image, LayerFacts facts)
      throws LayersealException, IOException {
    Uuid uuid = recipe.uuid().resolve(facts.digest(), facts.diffId());
    RootHash root = root(image.withUuid(uuid));
    if (recipe.uuid().kind() == UuidRule.Kind.ROOT_HASH) {
      uuid = Uuid.of(root.toByteArray(), 0);
      root = root(image.withUuid(uuid));
    }
    return new ConvertedLayer.Image(recipe, Optional.of(uuid), root, image.imageLength());
  }

  private RootHash root(ImagePlan image) throws LayersealException, IOException {
    byte[] bytes = image.metadata();
    try (LeafStore metadata = budget.newStore(verity);
        LeafStore zeros = budget.newStore(verity)) {
      new LeafHasher(verity, metadata).update(bytes, 0, bytes.length);
      List<Leaves> parts = new ArrayList<>();
      long position = 0;
      for (ImageSegment segment : image.segments()) {
        long start = segment.block() << image.blockSize().bits();
        addZeros(parts, zeros, start - position);
        Leaves leaves = leaves(segment, metadata);
        parts.add(leaves);
        position = start + (leaves.count() << verity.dataBlockSize().bits());
      }
      addZeros(parts, zeros, image.imageLength() - position);
      return HashTree.root(verity, Leaves.concat(verity.hash().size(), parts));
    }
  }

  private Leaves leaves(ImageSegment segment, LeafStore metadata) {
    int bits = verity.dataBlockSize().bits();
    if (segment instanceof ImageSegment.Metadata blocks) {
      return metadata.slice(blocks.offset() >>> bits, blocks.length() >>> bits);
    }
    ImageSegment.File file = (ImageSegment.File) segment;
    return files.leaves(file.file(), file.length());
  }

  /** Digests of the zero blocks between two runs. */
  private void addZeros(List<Leaves> parts, LeafStore zeros, long length) throws IOException {
    if (length == 0) {
      return;
    }
    long first = zeros.count();
    new LeafHasher(verity, zeros).updateZeros(length);
    parts.add(zeros.slice(first, zeros.count() - first));
  }

  @Override
  public List<TarWarning> warnings() {
    return Objects.requireNonNull(plan).warnings();
  }

  @Override
  public void close() throws IOException {
    files.close();
  }
}
