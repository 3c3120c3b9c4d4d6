package dev.layerseal.seal;

import dev.layerseal.bytes.BlockSize;
import dev.layerseal.compress.SizeLimits;
import dev.layerseal.erofs.mkfs.MkfsOptions;
import dev.layerseal.error.LayersealException;
import dev.layerseal.error.UnsupportedFeatureException;
import dev.layerseal.recipe.ImageForm;
import dev.layerseal.recipe.Recipe;
import dev.layerseal.tar.TarWarning;
import dev.layerseal.verity.SpillFolder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * From a layer blob to its root hashes, in one pass for all recipes. Signing and verifying both go
 * through here, so they cannot disagree.
 *
 * <p>Safe for use by several threads.
 */
public final class LayerConverter {

  private final Settings settings;

  /**
   * What a conversion may use.
   *
   * @param memory bytes of heap for one layer, about: a third of it for digests (what is more goes
   *     to a file), the rest for the tree
   */
  public record Settings(
      SizeLimits limits, long memory, SpillFolder folder, ConversionListener listener) {

    /** Standard limits, 128 MiB, the standard folder, nobody listening. */
    public static final Settings STANDARD =
        new Settings(
            SizeLimits.STANDARD, 128L << 20, SpillFolder.standard(), ConversionListener.NONE);

    public Settings withMemory(long bytes) {
      return new Settings(limits, bytes, folder, listener);
    }

    public Settings withListener(ConversionListener other) {
      return new Settings(limits, memory, folder, other);
    }

    public Settings withLimits(SizeLimits other) {
      return new Settings(other, memory, folder, listener);
    }

    public Settings withFolder(SpillFolder other) {
      return new Settings(limits, memory, other, listener);
    }
  }

  public LayerConverter(Settings settings) {
    this.settings = settings;
  }

  /**
   * The root hashes of {@code layer} by {@code recipes}.
   *
   * @throws UnsupportedFeatureException when a recipe cannot be used for this layer, before
   *     anything is fetched; or when the reference tool refuses the layer
   */
  public ConvertedLayer convert(LayerSource layer, List<Recipe> recipes)
      throws LayersealException, IOException {
    try {
      return convertUnplaced(layer, recipes);
    } catch (LayersealException e) {
      throw String.valueOf(e.getMessage()).contains(layer.label()) ? e : e.at(layer.label());
    }
  }

  private ConvertedLayer convertUnplaced(LayerSource layer, List<Recipe> recipes)
      throws LayersealException, IOException {
    List<ImageHasher> hashers = new ArrayList<>();
    try {
      hashers.addAll(hashers(layer, recipes));
      LayerReader reader = new LayerReader(settings.limits(), settings.listener());
      LayerFacts facts =
          reader.read(
              layer,
              (buffer, offset, length) -> {
                for (ImageHasher hasher : hashers) {
                  hasher.update(buffer, offset, length);
                }
              });
      ConvertedLayer result = finish(facts, recipes, hashers);
      settings.listener().converted(layer, result);
      return result;
    } finally {
      for (ImageHasher hasher : hashers) {
        hasher.close();
      }
    }
  }

  private List<ImageHasher> hashers(LayerSource layer, List<Recipe> recipes)
      throws UnsupportedFeatureException, IOException {
    for (Recipe recipe : recipes) {
      check(layer, recipe);
    }
    List<List<Recipe>> full = fullImages(recipes);
    LeafBudget budget =
        new LeafBudget(
            settings.memory() / 3 / Math.max(1, sets(recipes) + full.size()), settings.folder());
    long memory = settings.memory() - settings.memory() / 3;
    long trees = memory / (full.size() + 1);
    List<ImageHasher> hashers = new ArrayList<>();
    List<Recipe> indexed = byForm(recipes, ImageForm.TAR_INDEX);
    if (!indexed.isEmpty()) {
      hashers.add(new TarIndexHasher(indexed, budget, trees));
    }
    for (List<Recipe> alike : full) {
      hashers.add(new FullImageHasher(alike, budget, trees));
    }
    for (Recipe recipe : byForm(recipes, ImageForm.NATIVE)) {
      hashers.add(
          layer.tree().isPresent()
              ? new AppendedTreeHasher(recipe, layer.tree().get(), settings.folder())
              : new NativeHasher(recipe));
    }
    for (Recipe recipe : recipes.stream().distinct().toList()) {
      if (PackageImageHasher.makes(recipe)) {
        hashers.add(new PackageImageHasher(recipe, budget, memory));
      }
    }
    return hashers;
  }

  /** Whether a recipe can be used at all; if not, {@link #convert} refuses it. */
  public static boolean supports(Recipe recipe) {
    return switch (recipe.form()) {
      case TAR_INDEX -> recipe.verity().dataBlockSize().equals(BlockSize.B512);
      case FULL ->
          recipe.verity().dataBlockSize().bytes()
              <= MkfsOptions.full(recipe.writer()).blockSize().bytes();
      case NATIVE -> true;
      default -> recipe.form().rdk();
    };
  }

  private static void check(LayerSource layer, Recipe recipe) throws UnsupportedFeatureException {
    if (layer.erofs() != (recipe.form() == ImageForm.NATIVE)) {
      throw new UnsupportedFeatureException(
          layer.erofs()
              ? "the layer is an EROFS image already, for which the recipe is native, not " + recipe
              : "the layer is a tar archive, which the recipe " + recipe + " does not take");
    }
    if (!supports(recipe)) {
      throw new UnsupportedFeatureException(
          "recipe %s: data blocks of %s bytes do not divide those of the image"
              .formatted(recipe, recipe.verity().dataBlockSize()),
          "leave --data-block-size out",
          null);
    }
  }

  /** The recipes for complete images, those that one image serves together. */
  private static List<List<Recipe>> fullImages(List<Recipe> recipes) {
    Map<FullImageHasher.Kind, List<Recipe>> alike = new LinkedHashMap<>();
    for (Recipe recipe : byForm(recipes, ImageForm.FULL)) {
      if (PackageImageHasher.makes(recipe)) {
        continue;
      }
      alike.computeIfAbsent(FullImageHasher.Kind.of(recipe), kind -> new ArrayList<>()).add(recipe);
    }
    return List.copyOf(alike.values());
  }

  private static long sets(List<Recipe> recipes) {
    return recipes.stream().map(Recipe::verity).distinct().count();
  }

  private static List<Recipe> byForm(List<Recipe> recipes, ImageForm form) {
    return recipes.stream().filter(recipe -> recipe.form() == form).distinct().toList();
  }

  private static ConvertedLayer finish(
      LayerFacts facts, List<Recipe> recipes, List<ImageHasher> hashers)
      throws LayersealException, IOException {
    List<ConvertedLayer.Image> images = new ArrayList<>();
    Set<TarWarning> warnings = new LinkedHashSet<>();
    for (ImageHasher hasher : hashers) {
      images.addAll(hasher.finish(facts));
      warnings.addAll(hasher.warnings());
    }
    images.sort(
        (one, other) ->
            Integer.compare(recipes.indexOf(one.recipe()), recipes.indexOf(other.recipe())));
    return new ConvertedLayer(
        facts.digest(), facts.diffId(), facts.size(), images, List.copyOf(warnings));
  }
}
