package dev.layerseal.cli;

import dev.layerseal.recipe.ImageForm;
import dev.layerseal.recipe.Recipe;
import dev.layerseal.recipe.UuidRule;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What containerd's differ has to be told to compute the root hashes of recipes: by its defaults an
 * image holds the time at which it was made.
 */
final class NodeOptions {

  private static final String TIMES = "\"-T0\", \"--mkfs-time\"";

  private NodeOptions() {}

  /** One warning for each set of options. */
  static List<String> warnings(Collection<Recipe> recipes) {
    Map<String, Set<String>> byOptions = new LinkedHashMap<>();
    for (Recipe recipe : recipes) {
      if (isOfDiffer(recipe)) {
        byOptions
            .computeIfAbsent(options(recipe), key -> new LinkedHashSet<>())
            .add(recipe.toString());
      }
    }
    return byOptions.entrySet().stream()
        .map(
            entry ->
                ("containerd nodes compute root hashes of %s only with mkfs_options = [%s]:"
                        + " by default they differ from second to second")
                    .formatted(String.join(" and ", entry.getValue()), entry.getKey()))
        .toList();
  }

  private static boolean isOfDiffer(Recipe recipe) {
    boolean made = recipe.form() == ImageForm.TAR_INDEX || recipe.form() == ImageForm.FULL;
    return made && recipe.uuid().kind() == UuidRule.Kind.LAYER_DIGEST;
  }

  private static String options(Recipe recipe) {
    return recipe.sorted() ? TIMES : TIMES + ", \"--sort=none\"";
  }
}
