package dev.layerseal.seal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.layerseal.erofs.mkfs.ErofsUtils;
import dev.layerseal.erofs.mkfs.MkfsImage;
import dev.layerseal.erofs.mkfs.MkfsOptions;
import dev.layerseal.erofs.mkfs.RandomTar;
import dev.layerseal.error.UnsupportedFeatureException;
import dev.layerseal.recipe.Recipe;
import dev.layerseal.recipe.RecipeOverrides;
import dev.layerseal.recipe.UuidRule;
import dev.layerseal.verity.HashTree;
import dev.layerseal.verity.LeafHasher;
import dev.layerseal.verity.LeafStore;
import dev.layerseal.verity.RootHash;
import dev.layerseal.verity.SpillFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images that are written against images of which only the root hash is computed. */
class LayerImageTest {

  private static final int RANDOM_TREES = 12;

  @TempDir Path folder;

  private LayerConverter.Settings settings() {
    return LayerConverter.Settings.STANDARD.withFolder(new SpillFolder(folder));
  }

  @Test
  void theRootHashIsThatOfTheWrittenImage() throws Exception {
    List<Recipe> recipes = new ArrayList<>(Recipe.known());
    recipes.add(Recipe.parse("rdk-lz4hc"));
    recipes.add(Recipe.parse("rdk-uncompressed"));
    for (long seed = 0; seed < RANDOM_TREES; seed++) {
      LayerSource layer = layer(RandomTar.of(seed));
      ConvertedLayer converted;
      try {
        converted = new LayerConverter(settings()).convert(layer, recipes);
      } catch (UnsupportedFeatureException e) {
        continue; // one of the two releases refuses this layer
      }
      for (Recipe recipe : recipes) {
        String what = "seed " + seed + " " + recipe;
        Path image = folder.resolve("image");
        LayerImage.Written written = new LayerImage(layer, recipe, settings()).write(image);
        byte[] bytes = Files.readAllBytes(image);
        assertEquals(bytes.length, written.length(), what);
        assertEquals(converted.rootHash(recipe), root(recipe, bytes), what);
        assertEquals(converted.diffId(), written.facts().orElseThrow().diffId(), what);
        new LayerImage(layer, recipe, settings()).withoutFacts().write(image);
        assertArrayEquals(bytes, Files.readAllBytes(image), what);
      }
    }
  }

  @Test
  void smallerDataBlocksOfAFullImageGiveTheirOwnRootHash() throws Exception {
    LayerSource layer = layer(RandomTar.of(3));
    Recipe recipe =
        new RecipeOverrides(null, null, null, null, "sha512", 1024L, 8192L)
            .applyTo(Recipe.parse("full-unsorted"));
    Path image = folder.resolve("image");
    new LayerImage(layer, recipe, settings()).write(image);
    assertEquals(
        new LayerConverter(settings()).convert(layer, List.of(recipe)).rootHash(recipe),
        root(recipe, Files.readAllBytes(image)));
  }

  @Test
  void theUuidMayComeFromTheRootHash() throws Exception {
    LayerSource layer = layer(RandomTar.of(5));
    for (String name : List.of("tar-index", "full")) {
      Recipe recipe = Recipe.parse(name).withUuid(UuidRule.ROOT_HASH);
      ConvertedLayer.Image converted =
          new LayerConverter(settings()).convert(layer, List.of(recipe)).images().get(0);
      Path image = folder.resolve("image");
      LayerImage.Written written = new LayerImage(layer, recipe, settings()).write(image);
      assertEquals(converted.uuid().orElseThrow(), written.uuid());
      assertEquals(converted.rootHash(), root(recipe, Files.readAllBytes(image)));
    }
  }

  @Test
  void theIndexAloneIsWhatMkfsWrites() throws Exception {
    byte[] tar = RandomTar.of(1);
    Path image = folder.resolve("image");
    new LayerImage(layer(tar), Recipe.DEFAULT, settings()).writeIndex(image);
    byte[] expected = MkfsImage.of(MkfsOptions.tarIndex(ErofsUtils.V1_9), tar).bytes();
    assertArrayEquals(expected, Files.readAllBytes(image));
  }

  @Test
  void aFailureLeavesNothingBehind() throws Exception {
    byte[] tar = RandomTar.of(1);
    Path image = folder.resolve("image");
    LayerSource cut = layer(Arrays.copyOf(tar, tar.length - 1500));
    for (String name : List.of("tar-index@1.8", "full@1.8")) {
      LayerImage writer = new LayerImage(cut, Recipe.parse(name), settings());
      assertThrows(Exception.class, () -> writer.write(image));
    }
    try (Stream<Path> left = Files.list(folder)) {
      assertEquals(List.of("layer"), left.map(file -> file.getFileName().toString()).toList());
    }
  }

  @Test
  void onlyATarIndexHasAnIndex() throws Exception {
    LayerImage writer = new LayerImage(layer(RandomTar.of(1)), Recipe.parse("full"), settings());
    UnsupportedFeatureException refusal =
        assertThrows(
            UnsupportedFeatureException.class, () -> writer.writeIndex(folder.resolve("image")));
    assertTrue(String.valueOf(refusal.getMessage()).contains("no index"));
  }

  private LayerSource layer(byte[] tar) throws Exception {
    Path file = folder.resolve("layer");
    Files.write(file, tar);
    return LayerSource.ofFile(file, false);
  }

  private RootHash root(Recipe recipe, byte[] image) throws Exception {
    try (LeafStore store =
        new LeafStore(recipe.verity().hash().size(), 1 << 20, new SpillFolder(folder))) {
      LeafHasher hasher = new LeafHasher(recipe.verity(), store);
      hasher.update(image, 0, image.length);
      hasher.finishPadded();
      return HashTree.root(recipe.verity(), store);
    }
  }
}
