package dev.layerseal.signer;

import dev.layerseal.recipe.ImageForm;
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

  /** The same for layers that are EROFS images already, whatever recipe was asked for. */
  SealRequest asIs() {
    if (recipe.form() == ImageForm.NATIVE) {
      return this;
    }
    List<SealForm> taken = forms.stream().filter(form -> form.takes(Recipe.NATIVE)).toList();
    return equals(of(recipe)) || taken.isEmpty()
        ? of(Recipe.NATIVE)
        : new SealRequest(Recipe.NATIVE, taken);
  }

  /** The recipe in the form that those nodes read which compute its root hash. */
  public static SealRequest of(Recipe recipe) {
    boolean fixed = recipe.name().equals(Recipe.DEFAULT.name());
    return new SealRequest(recipe, List.of(fixed ? SealForm.CONTAINERD : SealForm.NOTARY));
  }

  // Spelled out: what a record has by itself is put together at run time, which a start would wait
  // for.
  @Override
  public int hashCode() {
    return recipe.hashCode();
  }
}
