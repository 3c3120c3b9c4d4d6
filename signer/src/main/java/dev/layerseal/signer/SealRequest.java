package dev.layerseal.signer;

import dev.layerseal.recipe.Recipe;
import dev.layerseal.seal.SealForm;
import java.util.List;

/**
 * One recipe with the forms in which its seals are written.
 *
 * @param forms at least one, each of which {@linkplain SealForm#takes takes} the recipe
 */
public record SealRequest(Recipe recipe, List<SealForm> forms) {

  public SealRequest {
    forms = List.copyOf(forms);
    for (SealForm form : forms) {
      if (!form.takes(recipe)) {
        throw new IllegalArgumentException("form " + form + " with recipe " + recipe);
      }
    }
  }

  /** The recipe in the form that those nodes read which compute its root hash. */
  public static SealRequest of(Recipe recipe) {
    boolean fixed = recipe.name().equals(Recipe.DEFAULT.name());
    return new SealRequest(recipe, List.of(fixed ? SealForm.CONTAINERD : SealForm.NOTARY));
  }
}
