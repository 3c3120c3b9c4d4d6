package dev.layerseal.verifier.seal;

import dev.layerseal.error.LayersealException;
import dev.layerseal.error.UnsupportedFeatureException;
import dev.layerseal.error.VerificationException;
import dev.layerseal.error.VerificationException.Reason;
import dev.layerseal.recipe.Recipe;
import dev.layerseal.seal.SealManifest;
import dev.layerseal.verity.RootHash;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Holds the sealed root hashes against the layers themselves. The recipe that a manifest names is
 * tried first, then the ones that are known by name.
 */
final class RootHashCheck {

  /** Recipes that manifests may name together; the other ones are found among the known. */
  private static final int MAX_NAMED = 8;

  private final RootHashes rootHashes;

  RootHashCheck(RootHashes rootHashes) {
    this.rootHashes = rootHashes;
  }

  /**
   * The reports, each with the recipes that give its root hashes, or with the fault that none does.
   */
  List<SealReport> check(List<SealReport> reports) throws LayersealException, IOException {
    List<SealReport> candidates = reports.stream().filter(SealReport::accepted).toList();
    if (candidates.isEmpty()) {
      return reports;
    }
    List<Recipe> first = new ArrayList<>();
    for (SealReport report : candidates) {
      first.addAll(SealRecipes.likely(report.seals().orElseThrow()));
    }
    rootHashes.compute(first.stream().distinct().limit(MAX_NAMED).toList());
    if (candidates.stream().anyMatch(report -> !allMatch(report))) {
      rootHashes.compute(Recipe.known());
    }
    return reports.stream().map(r -> r.accepted() ? matched(r) : r).toList();
  }

  private boolean allMatch(SealReport report) {
    return report.layers().stream()
        .allMatch(layer -> rootHashes.match(layer.layer(), layer.rootHash()).isPresent());
  }

  private SealReport matched(SealReport report) {
    List<SealedLayer> layers = new ArrayList<>();
    SealReport result = report;
    for (SealedLayer layer : report.layers()) {
      Optional<Recipe> recipe = rootHashes.match(layer.layer(), layer.rootHash());
      layers.add(recipe.map(layer::withRecipe).orElse(layer));
      if (recipe.isEmpty()) {
        result = result.with(differs(report.seals().orElseThrow(), layer));
      }
    }
    return result.with(layers);
  }

  private LayersealException differs(SealManifest seals, SealedLayer layer) {
    Optional<Recipe> named = SealRecipes.named(seals);
    Optional<String> unusable =
        named.flatMap(rootHashes::unusable).or(rootHashes::unusableByEveryRecipe);
    if (unusable.isPresent()) {
      return new UnsupportedFeatureException(unusable.get());
    }
    Optional<RootHash> computed = named.flatMap(recipe -> rootHashes.of(layer.layer(), recipe));
    return new VerificationException(
        Reason.ROOT_HASH_DIFFERS,
        "layer %s: root hash differs%n  signed    %s%n  computed  %s"
            .formatted(
                layer.layer(),
                layer.rootHash(),
                computed
                    .map(hash -> hash + " by " + named.orElseThrow())
                    .orElse("another by each of the recipes " + rootHashes.usable())),
        "the layer changed after it was signed, or was signed by a converter of another version;"
            + " see docs/guides/troubleshooting.md#root-hash-differs",
        null);
  }
}
