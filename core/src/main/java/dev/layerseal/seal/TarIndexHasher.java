package dev.layerseal.seal;

import dev.layerseal.bytes.Uuid;
import dev.layerseal.erofs.mkfs.ErofsUtils;
import dev.layerseal.erofs.mkfs.MkfsOptions;
import dev.layerseal.erofs.mkfs.TarIndex;
import dev.layerseal.erofs.mkfs.TarIndexBuilder;
import dev.layerseal.error.LayersealException;
import dev.layerseal.recipe.Recipe;
import dev.layerseal.recipe.UuidRule;
import dev.layerseal.tar.TarWarning;
import dev.layerseal.verity.HashTree;
import dev.layerseal.verity.LeafHasher;
import dev.layerseal.verity.LeafStore;
import dev.layerseal.verity.RootHash;
import dev.layerseal.verity.VerityParameters;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Root hashes of tar-index images with data blocks of 512 bytes. The metadata comes first in the
 * image and is known last, but it is whole blocks: the archive's blocks are hashed while it streams
 * by, and only their grouping into hash blocks waits for the metadata. Recipes share the index of
 * one writer, and the digests of equal parameters.
 */
final class TarIndexHasher implements ImageHasher {

  private final List<Recipe> recipes;
  private final LeafBudget budget;
  private final Map<ErofsUtils, TarIndexBuilder> builders = new EnumMap<>(ErofsUtils.class);
  private final Map<VerityParameters, LeafHasher> hashers = new LinkedHashMap<>();
  private final Map<VerityParameters, LeafStore> stores = new LinkedHashMap<>();
  private final Set<TarWarning> warnings = new LinkedHashSet<>();

  TarIndexHasher(List<Recipe> recipes, LeafBudget budget, long treeMemory) {
    this.recipes = List.copyOf(recipes);
    this.budget = budget;
    for (Recipe recipe : recipes) {
      builders.computeIfAbsent(
          recipe.writer(),
          writer -> new TarIndexBuilder(MkfsOptions.tarIndex(writer).withMemory(treeMemory)));
      LeafStore store = stores.computeIfAbsent(recipe.verity(), budget::newStore);
      hashers.computeIfAbsent(recipe.verity(), verity -> new LeafHasher(verity, store));
    }
  }

  @Override
  public void update(byte[] buffer, int offset, int length) throws LayersealException, IOException {
    for (TarIndexBuilder builder : builders.values()) {
      builder.update(buffer, offset, length);
    }
    for (LeafHasher hasher : hashers.values()) {
      hasher.update(buffer, offset, length);
    }
  }

  @Override
  public List<ConvertedLayer.Image> finish(LayerFacts facts)
      throws LayersealException, IOException {
    for (LeafHasher hasher : hashers.values()) {
      hasher.finishPadded();
    }
    Map<ErofsUtils, TarIndex> indexes = new EnumMap<>(ErofsUtils.class);
    for (Map.Entry<ErofsUtils, TarIndexBuilder> builder : builders.entrySet()) {
      TarIndex index = builder.getValue().finish(UuidRule.FIXED_UUID);
      indexes.put(builder.getKey(), index);
      warnings.addAll(index.warnings());
    }
    List<ConvertedLayer.Image> images = new ArrayList<>();
    for (Recipe recipe : recipes) {
      images.add(image(recipe, Objects.requireNonNull(indexes.get(recipe.writer())), facts));
    }
    return images;
  }

  private ConvertedLayer.Image image(Recipe recipe, TarIndex index, LayerFacts facts)
      throws LayersealException, IOException {
    Uuid uuid = recipe.uuid().resolve(facts.digest(), facts.diffId());
    TarIndexLeaves leaves = leaves(recipe, index.withUuid(uuid));
    RootHash root = root(leaves);
    if (recipe.uuid().kind() == UuidRule.Kind.ROOT_HASH) {
      uuid = Uuid.of(root.toByteArray(), 0);
      root = root(leaves(recipe, index.withUuid(uuid)));
    }
    return new ConvertedLayer.Image(recipe, Optional.of(uuid), root, leaves.dataSize());
  }

  private TarIndexLeaves leaves(Recipe recipe, TarIndex index) {
    return new TarIndexLeaves(
        recipe, index, Objects.requireNonNull(stores.get(recipe.verity())), budget);
  }

  private static RootHash root(TarIndexLeaves leaves) throws LayersealException, IOException {
    return leaves.apply(all -> HashTree.root(leaves.recipe().verity(), all));
  }

  @Override
  public List<TarWarning> warnings() {
    return List.copyOf(warnings);
  }

  @Override
  public void close() throws IOException {
    for (LeafStore store : stores.values()) {
      store.close();
    }
  }
}
