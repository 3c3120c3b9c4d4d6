package dev.layerseal.seal;

import dev.layerseal.error.LayersealException;
import dev.layerseal.error.TaskResult;
import dev.layerseal.error.UnsupportedFeatureException;
import dev.layerseal.oci.store.ImageStore;
import dev.layerseal.recipe.ImageForm;
import dev.layerseal.recipe.Recipe;
import dev.layerseal.verity.RootHash;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Converts the layers of an image, several side by side within one memory budget. A layer that
 * occurs more than once is converted once. One that does not fit its share of the memory is
 * converted again at the end, alone and with all of it.
 */
public final class ImageConverter {

  /** Below this share of memory in bytes, layers wait for one another. */
  private static final long LEAST_SHARE = 48L << 20;

  private final LayerConverter.Settings settings;
  private final int threads;
  private final Optional<RootHashCache> cache;

  /**
   * @param settings with the memory for all layers together
   * @param threads how many layers at a time, 1 at least
   */
  public ImageConverter(LayerConverter.Settings settings, int threads) {
    this(settings, threads, Optional.empty());
  }

  private ImageConverter(
      LayerConverter.Settings settings, int threads, Optional<RootHashCache> cache) {
    this.settings = settings;
    this.threads = threads;
    this.cache = cache;
  }

  /** Its limits, with the memory for all layers together. */
  public LayerConverter.Settings settings() {
    return settings;
  }

  /** The same, which does not read a layer again whose root hashes the cache has. */
  public ImageConverter withCache(Optional<RootHashCache> other) {
    return new ImageConverter(settings, threads, other);
  }

  /**
   * The root hashes of every layer, in their order. A layer that is an EROFS image already is
   * hashed as it is, whatever the recipes say.
   *
   * @throws UnsupportedFeatureException when a layer cannot be read or a recipe cannot be used for
   *     it
   */
  public List<ConvertedLayer> convert(ImageStore store, ImageLayers image, List<Recipe> recipes)
      throws LayersealException, IOException {
    List<LayerSource> sources = new ArrayList<>();
    for (ImageLayers.Layer layer : image.layers()) {
      sources.add(LayerSource.of(store, layer.descriptor(), layer.diffId()));
    }
    return convert(sources, recipes);
  }

  /** The same for layers from anywhere. */
  public List<ConvertedLayer> convert(List<LayerSource> layers, List<Recipe> recipes)
      throws LayersealException, IOException {
    Map<LayerSource, LayerSource> firsts = firsts(layers);
    Collection<LayerSource> distinct = new LinkedHashSet<>(firsts.values());
    int workers =
        (int)
            Math.max(
                1, Math.min(Math.min(threads, distinct.size()), settings.memory() / LEAST_SHARE));
    Map<LayerSource, ConvertedLayer> results =
        workers == 1 ? oneByOne(distinct, recipes) : sideBySide(distinct, recipes, workers);
    List<ConvertedLayer> ordered = new ArrayList<>();
    for (LayerSource layer : layers) {
      ordered.add(Objects.requireNonNull(results.get(firsts.get(layer))));
    }
    return ordered;
  }

  /**
   * The blobs that {@code form} has beside the signature of a layer; the caller closes them.
   *
   * @param rootHash what {@code recipe} gave for the layer
   * @throws UnsupportedFeatureException when the layer is an EROFS image already
   */
  public List<Attachment> attachments(
      LayerSource layer, Recipe recipe, SealForm form, RootHash rootHash)
      throws LayersealException, IOException {
    if (form != SealForm.METADATA) {
      return List.of();
    }
    if (layer.erofs()) {
      throw new UnsupportedFeatureException(
          layer.label() + ": an EROFS image has no tar index, which the form metadata needs");
    }
    LayerConverter.Settings quiet = settings.withListener(ConversionListener.NONE);
    return new TarIndexAttachments(recipe, quiet).write(layer, rootHash);
  }

  /** For each layer the first one with the same digests, which stands for it. */
  private static Map<LayerSource, LayerSource> firsts(List<LayerSource> layers) {
    Map<Object, LayerSource> byDigest = new LinkedHashMap<>();
    Map<LayerSource, LayerSource> firsts = new LinkedHashMap<>();
    for (LayerSource layer : layers) {
      Object key =
          layer.digest().isPresent()
              ? List.of(layer.digest(), layer.diffId(), layer.tree())
              : layer;
      firsts.put(layer, Objects.requireNonNullElse(byDigest.putIfAbsent(key, layer), layer));
    }
    return firsts;
  }

  private Map<LayerSource, ConvertedLayer> oneByOne(
      Collection<LayerSource> layers, List<Recipe> recipes) throws LayersealException, IOException {
    LayerConverter converter = new LayerConverter(settings);
    Map<LayerSource, ConvertedLayer> results = new LinkedHashMap<>();
    for (LayerSource layer : layers) {
      results.put(layer, convert(converter, layer, recipesFor(layer, recipes)));
    }
    return results;
  }

  private Map<LayerSource, ConvertedLayer> sideBySide(
      Collection<LayerSource> layers, List<Recipe> recipes, int workers)
      throws LayersealException, IOException {
    LayerConverter converter = new LayerConverter(settings.withMemory(settings.memory() / workers));
    ExecutorService pool = Executors.newFixedThreadPool(workers, ImageConverter::worker);
    Map<LayerSource, Future<ConvertedLayer>> futures = new LinkedHashMap<>();
    Map<LayerSource, ConvertedLayer> results = new LinkedHashMap<>();
    List<LayerSource> again = new ArrayList<>();
    try {
      for (LayerSource layer : layers) {
        List<Recipe> fitting = recipesFor(layer, recipes);
        futures.put(layer, pool.submit(() -> convert(converter, layer, fitting)));
      }
      for (Map.Entry<LayerSource, Future<ConvertedLayer>> future : futures.entrySet()) {
        try {
          results.put(future.getKey(), TaskResult.of(future.getValue()));
        } catch (UnsupportedFeatureException e) {
          if (!e.hint().orElse("").contains("--memory")) {
            throw e;
          }
          again.add(future.getKey());
        }
      }
    } finally {
      pool.shutdownNow();
    }
    results.putAll(oneByOne(again, recipes));
    return results;
  }

  private ConvertedLayer convert(LayerConverter converter, LayerSource layer, List<Recipe> recipes)
      throws LayersealException, IOException {
    Optional<ConvertedLayer> known = cache.flatMap(from -> from.find(layer, recipes));
    if (known.isPresent()) {
      return known.get();
    }
    ConvertedLayer result = converter.convert(layer, recipes);
    cache.ifPresent(to -> to.keep(layer, recipes, result));
    return result;
  }

  /** The recipes that make sense for a layer: its own form decides about EROFS images. */
  static List<Recipe> recipesFor(LayerSource source, List<Recipe> recipes) {
    if (!source.erofs()) {
      return recipes.stream().filter(recipe -> recipe.form() != ImageForm.NATIVE).toList();
    }
    List<Recipe> asIs = asIs(recipes);
    return asIs.isEmpty() ? asIs(Recipe.named()) : asIs;
  }

  private static List<Recipe> asIs(List<Recipe> recipes) {
    return recipes.stream().filter(recipe -> recipe.form() == ImageForm.NATIVE).toList();
  }

  private static Thread worker(Runnable task) {
    Thread thread = new Thread(task, "convert");
    thread.setDaemon(true);
    return thread;
  }
}
