package dev.layerseal.seal;

import dev.layerseal.erofs.mkfs.ErofsUtils;
import dev.layerseal.error.FormatException;
import dev.layerseal.error.LayersealException;
import dev.layerseal.error.UnsupportedFeatureException;
import dev.layerseal.recipe.ImageForm;
import dev.layerseal.recipe.Recipe;
import dev.layerseal.recipe.RecipeOverrides;
import dev.layerseal.recipe.UuidRule;
import dev.layerseal.verity.RootHash;
import dev.layerseal.verity.Salt;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Looks for the recipe that gives a root hash: first those that are in use, then the same with
 * every UUID rule, writer, padding, and other salts and hash blocks. Nothing is trusted by this.
 */
public final class RootHashSearch {

  private static final List<UuidRule> UUIDS =
      List.of(
          UuidRule.FIXED,
          UuidRule.LAYER_DIGEST,
          UuidRule.DIFF_ID,
          UuidRule.CONTENT,
          UuidRule.ROOT_HASH);

  private final LayerConverter converter;

  /**
   * What was found out.
   *
   * @param match what gives the root hash
   * @param tried the root hash of each recipe that was tried, in order
   * @param refused why the reference tool, or layerseal, does not take the layer, by writer or form
   */
  public record Result(
      Optional<ConvertedLayer.Image> match,
      List<ConvertedLayer.Image> tried,
      Map<String, String> refused) {}

  public RootHashSearch(LayerConverter.Settings settings) {
    this.converter = new LayerConverter(settings);
  }

  /**
   * Searches for the root hash of a layer.
   *
   * @param announced recipes that somebody says were used; they are tried first
   */
  public Result search(LayerSource layer, RootHash expected, List<Recipe> announced)
      throws LayersealException, IOException {
    Result first = attempt(layer, expected, usual(layer, announced));
    if (first.match().isPresent() || layer.erofs()) {
      return first;
    }
    Result wide = attempt(layer, expected, unusual());
    List<ConvertedLayer.Image> tried = new ArrayList<>(first.tried());
    tried.addAll(wide.tried());
    Map<String, String> refused = new LinkedHashMap<>(first.refused());
    refused.putAll(wide.refused());
    return new Result(wide.match(), tried, refused);
  }

  private Result attempt(LayerSource layer, RootHash expected, Set<Recipe> recipes)
      throws LayersealException, IOException {
    List<ConvertedLayer.Image> tried = new ArrayList<>();
    Map<String, String> refused = new LinkedHashMap<>();
    for (List<Recipe> group : groups(recipes)) {
      try {
        tried.addAll(converter.convert(layer, group).images());
      } catch (UnsupportedFeatureException | FormatException e) {
        refused.put(name(group.get(0)), String.valueOf(e.getMessage()));
      }
    }
    Optional<ConvertedLayer.Image> match =
        tried.stream().filter(image -> image.rootHash().equals(expected)).findFirst();
    return new Result(match, tried, refused);
  }

  /** One refusal of the reference tool must not take the other recipes with it. */
  private static List<List<Recipe>> groups(Set<Recipe> recipes) {
    Map<String, List<Recipe>> groups = new LinkedHashMap<>();
    for (Recipe recipe : recipes) {
      groups.computeIfAbsent(name(recipe), key -> new ArrayList<>()).add(recipe);
    }
    return List.copyOf(groups.values());
  }

  private static String name(Recipe recipe) {
    return recipe.form() + (recipe.writer() == ErofsUtils.V1_8 ? "@1.8" : "@1.9");
  }

  private static Set<Recipe> usual(LayerSource layer, List<Recipe> announced) {
    Set<Recipe> recipes = new LinkedHashSet<>(announced);
    recipes.addAll(Recipe.known());
    recipes.addAll(Recipe.named());
    recipes.removeIf(
        recipe ->
            !LayerConverter.supports(recipe)
                || layer.erofs() != (recipe.form() == ImageForm.NATIVE));
    return recipes;
  }

  private static Set<Recipe> unusual() throws LayersealException {
    List<RecipeOverrides> changes =
        List.of(
            RecipeOverrides.NONE,
            new RecipeOverrides(null, null, null, Salt.NONE.toString(), null, null, null),
            new RecipeOverrides(null, null, null, null, null, null, 4096L),
            new RecipeOverrides(null, null, null, null, "sha512", null, null));
    Set<Recipe> recipes = new LinkedHashSet<>();
    for (RecipeOverrides change : changes) {
      for (UuidRule uuid : UUIDS) {
        for (long pad : new long[] {512, 4096}) {
          Recipe recipe = change.applyTo(Recipe.DEFAULT.withUuid(uuid).withPad(pad));
          recipes.add(recipe);
          recipes.add(recipe.withWriter(ErofsUtils.V1_8));
        }
      }
    }
    return recipes;
  }
}
