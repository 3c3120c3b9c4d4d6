package dev.layerseal.verifier.seal;

import dev.layerseal.error.LayersealException;
import dev.layerseal.error.RegistryException;
import dev.layerseal.error.VerificationException;
import dev.layerseal.error.VerificationException.Reason;
import dev.layerseal.oci.Digest;
import dev.layerseal.recipe.Recipe;
import dev.layerseal.verifier.trust.CheckResult;
import dev.layerseal.verifier.trust.LayersealPolicy;
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

  /** The referrers that count. */
  public List<SealReport> accepted() {
    return missing().isPresent() ? List.of() : good();
  }

  private List<SealReport> good() {
    return reports.stream().filter(SealReport::accepted).toList();
  }

  /** The signers of the policy's threshold that have sealed every layer. */
  public List<String> found() {
    return signers
        .map(
            needed ->
                good().stream().flatMap(one -> one.signer(needed).stream()).distinct().toList())
        .orElse(List.of());
  }

  /** Which signers are missing although every seal may be good. */
  private Optional<String> missing() {
    return signers.flatMap(needed -> needed.fault(found()));
  }

  /** Whether a trusted signer has sealed something here, so that seals are to hold. */
  public boolean present() {
    return reports.stream().anyMatch(SealReport::trusted);
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
    if (!accepted().isEmpty()) {
      return;
    }
    if (!good().isEmpty()) {
      throw new VerificationException(
          Reason.POLICY,
          "seals: %s: %s".formatted(LayersealPolicy.FILE, missing().orElse("signers are missing")));
    }
    throw reports.stream()
        .filter(SealReport::trusted)
        .findFirst()
        .or(() -> reports.stream().filter(SealReport::unknown).findFirst())
        .or(() -> reports.stream().findFirst())
        .map(SealVerdict::refusal)
        .orElseGet(() -> new VerificationException(Reason.UNSIGNED, "the layers have no seals"));
  }

  private static LayersealException refusal(SealReport report) {
    String where = "seals %s".formatted(report.source().digest());
    Optional<CheckResult> check = report.refusal();
    if (check.isEmpty()) {
      return report
          .fault()
          .map(fault -> fault.at(where))
          .orElseGet(() -> new VerificationException(Reason.UNSIGNED, where + ": empty"));
    }
    String message = "%s: %s".formatted(where, report.why().orElse("refused"));
    return check.get().unknown()
        ? new RegistryException(message)
        : new VerificationException(check.get().reason().orElse(Reason.UNTRUSTED), message);
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
