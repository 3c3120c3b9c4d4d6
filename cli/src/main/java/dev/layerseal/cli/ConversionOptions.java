package dev.layerseal.cli;

import dev.layerseal.error.LayersealException;
import dev.layerseal.oci.ImageReference;
import dev.layerseal.oci.Reference;
import dev.layerseal.recipe.Recipe;
import dev.layerseal.recipe.RecipeOverrides;
import dev.layerseal.seal.ConversionListener;
import dev.layerseal.seal.ImageConverter;
import dev.layerseal.seal.LayerConverter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How layers become root hashes, and what that may use. */
final class ConversionOptions {

  private static final String UUID_VARIABLE = "LAYERSEAL_EROFS_UUID";

  @Option(
      names = "--recipe",
      paramLabel = "NAME",
      description = "how root hashes are computed; may be repeated (default: tar-index-fixed)")
  List<String> names = new ArrayList<>();

  @Option(
      names = "--erofs-uuid",
      paramLabel = "RULE",
      description = "fixed, layer-digest, diff-id, content, root-hash, or a UUID")
  @Nullable String erofsUuid;

  @Option(
      names = "--erofs-utils",
      paramLabel = "RELEASE",
      description = "whose bytes are made: 1.8 or 1.9")
  @Nullable String erofsUtils;

  @Option(names = "--pad", paramLabel = "BYTES", description = "padding: 512 or 4096")
  @Nullable Long pad;

  @Option(names = "--salt", paramLabel = "HEX", description = "salt, - for none")
  @Nullable String salt;

  @Option(names = "--hash", paramLabel = "NAME", description = "hash algorithm of dm-verity")
  @Nullable String hash;

  @Option(names = "--data-block-size", paramLabel = "BYTES", description = "512 to 65536")
  @Nullable Long dataBlockSize;

  @Option(names = "--hash-block-size", paramLabel = "BYTES", description = "512 to 65536")
  @Nullable Long hashBlockSize;

  @Option(
      names = "--no-cache",
      description = {
        "read every layer again, even where its root hashes are known from an earlier run;",
        "layers in OCI layouts are always read"
      })
  boolean noCache;

  @Mixin CompressionOptions compression = new CompressionOptions();

  @Mixin LimitOptions limits = new LimitOptions();

  /** The recipes asked for, with the overrides; {@code all} stands for all that are built. */
  List<Recipe> recipes() throws LayersealException {
    RecipeOverrides overrides =
        new RecipeOverrides(
            erofsUuidRule(), erofsUtils, pad, salt, hash, dataBlockSize, hashBlockSize);
    List<Recipe> recipes = new ArrayList<>();
    for (String name : names.isEmpty() ? List.of(Recipe.DEFAULT.name()) : names) {
      for (Recipe recipe : named(name)) {
        Recipe changed = compression.applyTo(overrides.applyTo(recipe));
        if (!recipes.contains(changed)) {
          recipes.add(changed);
        }
      }
    }
    return recipes;
  }

  /** The rule that the user has given, if there is one. */
  @Nullable String erofsUuidRule() {
    return erofsUuid == null ? System.getenv(UUID_VARIABLE) : erofsUuid;
  }

  private static List<Recipe> named(String name) throws LayersealException {
    return name.equals("all")
        ? Recipe.known().stream().filter(LayerConverter::supports).toList()
        : List.of(Recipe.parse(name));
  }

  /** What a conversion may use. */
  LayerConverter.Settings settings(ConversionListener listener) {
    return limits.settings(listener);
  }

  /**
   * Converts the layers of images in a store. A registry gives what a digest names, so that what is
   * known of the digest need not be read again; a layout is a folder that anything can happen to.
   */
  ImageConverter converter(ImageReference store, Terminal terminal, ConversionListener listener) {
    boolean cached = !noCache && store instanceof Reference;
    return limits
        .converter(listener)
        .withCache(cached ? UserCache.open(terminal) : Optional.empty());
  }
}
