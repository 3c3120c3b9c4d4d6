package dev.layerseal.verifier.seal;

import dev.layerseal.error.FormatException;
import dev.layerseal.error.UnsupportedFeatureException;
import dev.layerseal.recipe.Recipe;
import dev.layerseal.recipe.RecipeJson;
import dev.layerseal.seal.SealManifest;
import java.util.List;
import java.util.Optional;

/** Which recipes to try for seals, in the order of likelihood. */
public final class SealRecipes {

  private SealRecipes() {}

  /** The recipe that the manifest names, when it is one to be believed. */
  public static Optional<Recipe> named(SealManifest seals) {
    try {
      return seals.recipe().isPresent()
          ? Optional.of(RecipeJson.parse(seals.recipe().get()))
              .filter(recipe -> !recipe.verity().hash().weak())
          : Optional.empty();
    } catch (FormatException | UnsupportedFeatureException e) {
      return Optional.empty();
    }
  }

  /** The named recipe, else those that the readers of this form compute. */
  public static List<Recipe> likely(SealManifest seals)
      throws FormatException, UnsupportedFeatureException {
    Optional<Recipe> named = named(seals);
    if (named.isPresent()) {
      return List.of(named.get());
    }
    return switch (seals.form()) {
      case CONTAINERD -> List.of(Recipe.DEFAULT, Recipe.parse("tar-index"));
      case NOTARY, PROPOSAL -> List.of(Recipe.parse("tar-index"));
      case TAR_INDEX, METADATA -> List.of(Recipe.parse("tar-index-padded"));
    };
  }
}
