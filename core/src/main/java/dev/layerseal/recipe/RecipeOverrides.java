package dev.layerseal.recipe;

import dev.layerseal.error.FormatException;
import dev.layerseal.error.UnsupportedFeatureException;
import dev.layerseal.verity.Salt;
import dev.layerseal.verity.VerityParameters;
import org.jspecify.annotations.Nullable;

/**
 * Single values that are changed in a recipe; null leaves a value as it is.
 *
 * @param uuid as {@link UuidRule#parse} reads it
 * @param writer 1.8 or 1.9
 * @param pad 512 or 4096
 * @param salt hexadecimal, or {@code -}
 * @param hash name of a hash algorithm
 */
public record RecipeOverrides(
    @Nullable String uuid,
    @Nullable String writer,
    @Nullable Long pad,
    @Nullable String salt,
    @Nullable String hash,
    @Nullable Long dataBlockSize,
    @Nullable Long hashBlockSize) {

  public static final RecipeOverrides NONE =
      new RecipeOverrides(null, null, null, null, null, null, null);

  /**
   * The recipe with these values. A hash that is named explicitly may be a weak one.
   *
   * @throws FormatException when a value is out of its range
   * @throws UnsupportedFeatureException when a value is not known
   */
  public Recipe applyTo(Recipe recipe) throws FormatException, UnsupportedFeatureException {
    Recipe changed = recipe;
    if (uuid != null) {
      changed = changed.withUuid(UuidRule.parse(uuid));
    }
    if (writer != null) {
      changed = changed.withWriter(Writers.parse(writer));
    }
    if (pad != null) {
      changed = changed.withPad(pad);
    }
    return changed.withVerity(verity(recipe.verity()));
  }

  private VerityParameters verity(VerityParameters from)
      throws FormatException, UnsupportedFeatureException {
    VerityParameters.Builder builder = from.toBuilder();
    if (salt != null) {
      builder.salt(Salt.parse(salt));
    }
    if (hash != null) {
      builder.hash(hash).allowWeakHash();
    }
    if (dataBlockSize != null) {
      builder.dataBlockSize(dataBlockSize);
    }
    if (hashBlockSize != null) {
      builder.hashBlockSize(hashBlockSize);
    }
    return builder.build();
  }
}
