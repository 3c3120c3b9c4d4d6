package dev.layerseal.seal;

import dev.layerseal.erofs.mkfs.FileAttributes;
import dev.layerseal.erofs.mkfs.MkfsOptions;
import dev.layerseal.error.UnsupportedFeatureException;
import dev.layerseal.recipe.ImageForm;
import dev.layerseal.recipe.Recipe;

/**
 * What a full image is like, besides its content.
 *
 * @param options that decide where things are
 * @param attributes that are written for files
 */
public record FullImageShape(MkfsOptions options, FileAttributes attributes) {

  /**
   * The shape that the images of a recipe have.
   *
   * @throws UnsupportedFeatureException when it makes no full images
   */
  public static FullImageShape of(Recipe recipe) throws UnsupportedFeatureException {
    if (recipe.form() != ImageForm.FULL && !recipe.form().rdk()) {
      throw new UnsupportedFeatureException(
          "the recipe " + recipe + " makes no full image", "choose one by --recipe full", null);
    }
    MkfsOptions full = PackageImageHasher.options(recipe);
    // What is compressed has the order of the tree whatever --sort says.
    boolean sorted = recipe.sorted() || recipe.compression().isPresent();
    return new FullImageShape(sorted ? full : full.unsorted(), recipe.form().attributes());
  }
}
