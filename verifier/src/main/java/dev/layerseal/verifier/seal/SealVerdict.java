package dev.layerseal.verifier.seal;

import dev.layerseal.error.LayersealException;
import dev.layerseal.error.RegistryException;
import dev.layerseal.error.VerificationException;
import dev.layerseal.error.VerificationException.Reason;
import dev.layerseal.oci.Digest;
import dev.layerseal.recipe.Recipe;
import dev.layerseal.verifier.trust.SignerThreshold;
import java.util.List;
import java.util.Optional;

/**
 * What came of all seals of one image.
 *
 * @param layers the distinct layers of the image
 * @param signers of which so many must have sealed every layer, where one is not enough
 * @param recomputed whether root hashes were computed again from the layers
 */
public record SealVerdict(
    List<Digest> layers,
    List<SealReport> reports,
    Optional<SignerThreshold> signers,
    boolean recomputed) {

  public SealVerdict {
    layers = List.copyOf(layers);
    reports = List.copyOf(reports);
  }

  private CountedReferrers<SealReport> counted() {
    return new CountedReferrers<>(reports, signers);
  }

  /** The referrers that count. */
  public List<SealReport> accepted() {
    return counted().accepted();
  }

  /** The signers of the policy's threshold that have sealed every layer. */
  public List<String> found() {
    return counted().found();
  }

  /** Whether a trusted signer has sealed something here, so that seals are to hold. */
  public boolean present() {
    return counted().present();
  }

  /**
   * Checks that some referrer counts, and that no two trusted ones contradict each other.
   *
   * @throws VerificationException when not, with the most telling reason
   * @throws RegistryException when it could not be found out
   */
  public void orThrow() throws LayersealException {
    Optional<VerificationException> conflict = conflict();
    if (conflict.isPresent()) {
      throw conflict.get();
    }
    counted().orThrow("seals", "the layers have no seals");
  }

  /** Two root hashes by trusted signers for one layer and one recipe. */
  private Optional<VerificationException> conflict() {
    List<SealReport> trusted = reports.stream().filter(SealReport::trusted).toList();
    for (int i = 0; i < trusted.size(); i++) {
      for (int j = i + 1; j < trusted.size(); j++) {
        Optional<VerificationException> found = conflict(trusted.get(i), trusted.get(j));
        if (found.isPresent()) {
          return found;
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<VerificationException> conflict(SealReport one, SealReport other) {
    for (SealedLayer mine : one.layers()) {
      for (SealedLayer theirs : other.layers()) {
        if (mine.layer().equals(theirs.layer())
            && !mine.rootHash().equals(theirs.rootHash())
            && sameRecipe(recipe(one, mine), recipe(other, theirs))) {
          return Optional.of(
              new VerificationException(
                  Reason.ROOT_HASH_DIFFERS,
                  "layer %s: two trusted seals by one recipe differ%n  %s  in %s%n  %s  in %s"
                      .formatted(
                          mine.layer(),
                          mine.rootHash(),
                          one.source().digest(),
                          theirs.rootHash(),
                          other.source().digest())));
        }
      }
    }
    return Optional.empty();
  }

  private static boolean sameRecipe(Optional<Recipe> one, Optional<Recipe> other) {
    return one.isPresent() && other.isPresent() && one.get().sameImage(other.get());
  }

  /** The recipe that gives the root hash, else the one that the manifest names. */
  private static Optional<Recipe> recipe(SealReport report, SealedLayer layer) {
    return layer.recipe().or(() -> report.seals().flatMap(SealRecipes::named));
  }
}
