package dev.layerseal.verifier.seal;

import dev.layerseal.error.LayersealException;
import dev.layerseal.error.UnsupportedFeatureException;
import dev.layerseal.oci.Digest;
import dev.layerseal.oci.store.ImageStore;
import dev.layerseal.recipe.ImageForm;
import dev.layerseal.recipe.Recipe;
import dev.layerseal.seal.ConvertedLayer;
import dev.layerseal.seal.ImageConverter;
import dev.layerseal.seal.ImageLayers;
import dev.layerseal.verity.RootHash;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The root hashes of an image's layers by as many recipes as turn out to be needed. A recipe that
 * cannot be used is remembered as such: a manifest may name any, and it is not signed.
 */
public final class RootHashes {

  private final ImageStore store;
  private final ImageLayers layers;
  private final ImageConverter converter;
  private final Map<Digest, Map<Recipe, RootHash>> computed = new HashMap<>();
  private final Set<Recipe> tried = new HashSet<>();
  private final Map<Recipe, String> unusable = new LinkedHashMap<>();

  public RootHashes(ImageStore store, ImageLayers layers, ImageConverter converter) {
    this.store = store;
    this.layers = layers;
    this.converter = converter;
  }

  /** Makes sure that each recipe was tried with every layer. */
  public void compute(List<Recipe> recipes) throws LayersealException, IOException {
    List<Recipe> fresh = recipes.stream().distinct().filter(r -> !tried.contains(r)).toList();
    tried.addAll(fresh);
    if (fresh.isEmpty()) {
      return;
    }
    try {
      convert(fresh);
    } catch (UnsupportedFeatureException e) {
      if (fresh.size() == 1) {
        unusable.put(fresh.get(0), String.valueOf(e.getMessage()));
        return;
      }
      for (Recipe recipe : fresh) {
        tried.remove(recipe);
        compute(List.of(recipe));
      }
    }
  }

  private void convert(List<Recipe> recipes) throws LayersealException, IOException {
    for (ConvertedLayer layer : converter.convert(store, layers, recipes)) {
      Map<Recipe, RootHash> hashes =
          computed.computeIfAbsent(layer.digest(), any -> new LinkedHashMap<>());
      layer.images().forEach(image -> hashes.put(image.recipe(), image.rootHash()));
    }
  }

  /** The recipe that gives {@code rootHash} for a layer. */
  public Optional<Recipe> match(Digest layer, RootHash rootHash) {
    return computed.getOrDefault(layer, Map.of()).entrySet().stream()
        .filter(entry -> entry.getValue().equals(rootHash))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  /** What a recipe gives for a layer; a layer that is an image already has one root hash. */
  public Optional<RootHash> of(Digest layer, Recipe recipe) {
    Map<Recipe, RootHash> hashes = computed.getOrDefault(layer, Map.of());
    RootHash direct = hashes.get(recipe);
    return direct != null
        ? Optional.of(direct)
        : hashes.entrySet().stream()
            .filter(entry -> entry.getKey().form() == ImageForm.NATIVE)
            .map(Map.Entry::getValue)
            .findFirst();
  }

  /** Why a recipe cannot be used with this image. */
  public Optional<String> unusable(Recipe recipe) {
    return Optional.ofNullable(unusable.get(recipe));
  }

  /** Why none of the recipes that were tried can be used: the layers are of no known kind, say. */
  public Optional<String> unusableByEveryRecipe() {
    return usable().isEmpty() ? unusable.values().stream().findFirst() : Optional.empty();
  }

  /** Every recipe that was tried and could be used. */
  public List<Recipe> usable() {
    List<Recipe> usable = new ArrayList<>(tried);
    usable.removeAll(unusable.keySet());
    return usable;
  }
}
