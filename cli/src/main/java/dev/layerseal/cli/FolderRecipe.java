package dev.layerseal.cli;

import dev.layerseal.bytes.Uuid;
import dev.layerseal.erofs.mkfs.FileAttributes;
import dev.layerseal.erofs.mkfs.FileAttributes.Times;
import dev.layerseal.erofs.mkfs.FileAttributes.Xattrs;
import dev.layerseal.error.LayersealException;
import dev.layerseal.error.UnsupportedFeatureException;
import dev.layerseal.recipe.Recipe;
import dev.layerseal.recipe.UuidRule;
import dev.layerseal.seal.ConversionListener;
import dev.layerseal.seal.FullImageShape;
import java.util.List;
import java.util.Objects;

/** How a folder becomes an image: as {@code mkfs.erofs -T0} does, unless a recipe is named. */
final class FolderRecipe {

  private static final FileAttributes ALL_TIME =
      new FileAttributes(false, 0, Times.OF_IMAGE, Xattrs.KEEP, true);

  private final Recipe recipe;
  private final UuidRule rule;
  private final FullImageShape shape;

  FolderRecipe(ConversionOptions conversion, ShapeOptions options) throws LayersealException {
    boolean named = !conversion.names.isEmpty();
    if (!named) {
      conversion.names = List.of("full");
    }
    List<Recipe> recipes = conversion.recipes();
    recipe = recipes.get(0);
    if (recipes.size() != 1 || !recipe.sorted() || recipe.compression().isPresent()) {
      throw new UnsupportedFeatureException(
          "a folder becomes one full image that is sorted and not compressed",
          "leave --recipe out, or choose full",
          null);
    }
    rule = named || conversion.erofsUuidRule() != null ? recipe.uuid() : UuidRule.FIXED;
    FullImageShape base = FullImageShape.of(recipe);
    FullImageShape changed =
        options.applyTo(
            named ? base : new FullImageShape(base.options().withInlineData(), ALL_TIME));
    long memory = conversion.settings(ConversionListener.NONE).memory();
    shape = new FullImageShape(changed.options().withMemory(memory), changed.attributes());
  }

  FullImageShape shape() {
    return shape;
  }

  /**
   * The UUID that is given, otherwise the fixed one.
   *
   * @throws UnsupportedFeatureException when a rule is given that needs the digest of a layer
   */
  Uuid uuid() throws UnsupportedFeatureException {
    return switch (rule.kind()) {
      case GIVEN -> Objects.requireNonNull(rule.value());
      case FIXED -> UuidRule.FIXED_UUID;
      default ->
          throw new UnsupportedFeatureException(
              "a folder has no digest, which the UUID rule %s needs".formatted(rule),
              "give one by --erofs-uuid",
              null);
    };
  }

  @Override
  public String toString() {
    return recipe.toString();
  }
}
