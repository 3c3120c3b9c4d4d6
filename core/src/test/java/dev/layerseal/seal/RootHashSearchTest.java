package dev.layerseal.seal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.layerseal.recipe.Recipe;
import dev.layerseal.recipe.RecipeOverrides;
import dev.layerseal.testdata.Vector;
import dev.layerseal.verity.RootHash;
import java.util.List;
import org.junit.jupiter.api.Test;

class RootHashSearchTest {

  private final RootHashSearch search = new RootHashSearch(LayerConverter.Settings.STANDARD);

  private static LayerSource layer() throws Exception {
    return LayerSource.ofFile(Vector.folder("recipe").resolve("layer.tar.gz"), false);
  }

  @Test
  void findsTheRecipeOfEveryVector() throws Exception {
    for (Vector vector : Vector.all("recipe")) {
      Recipe recipe = Recipe.parse(vector.name().replace('_', '@'));
      if (LayerConverter.supports(recipe)) {
        String rootHash =
            new String(vector.bytes("roothash"), java.nio.charset.StandardCharsets.US_ASCII);
        RootHashSearch.Result result =
            search.search(layer(), RootHash.parse(rootHash.strip()), List.of(recipe));
        assertEquals(
            rootHash.strip(), result.match().orElseThrow().rootHash().toString(), vector.name());
      }
    }
  }

  @Test
  void findsWhatNobodyNamed() throws Exception {
    Recipe hidden =
        new RecipeOverrides("diff-id", "1.8", 4096L, "-", null, null, null).applyTo(Recipe.DEFAULT);
    RootHash rootHash =
        new LayerConverter(LayerConverter.Settings.STANDARD)
            .convert(layer(), List.of(hidden))
            .rootHash(hidden);
    RootHashSearch.Result result = search.search(layer(), rootHash, List.of());
    assertTrue(hidden.sameImage(result.match().orElseThrow().recipe()));
  }

  @Test
  void saysWhatWasTriedWhenNothingMatches() throws Exception {
    RootHashSearch.Result result =
        search.search(layer(), RootHash.parse("00".repeat(32)), List.of());
    assertTrue(result.match().isEmpty());
    assertTrue(result.tried().size() > 40, result.tried().size() + " tried");
  }
}
