package dev.layerseal.verifier.seal;

import dev.layerseal.oci.Digest;
import dev.layerseal.recipe.Recipe;
import dev.layerseal.seal.LayerSeal;
import dev.layerseal.verifier.trust.CheckResult;
import dev.layerseal.verity.RootHash;
import dev.layerseal.x509.CertificateChain;
import java.util.List;
import java.util.Optional;

/**
 * What came of one layer's seal.
 *
 * @param chain from the signer to a trusted certificate, where there is one
 * @param checks in the order in which they were made
 * @param recipe that gives the sealed root hash, when it was computed again and one did
 */
public record SealedLayer(
    LayerSeal seal,
    Optional<CertificateChain> chain,
    List<CheckResult> checks,
    Optional<Recipe> recipe)
    implements CheckedMessage {

  public SealedLayer {
    checks = List.copyOf(checks);
  }

  public Digest layer() {
    return seal.layer();
  }

  public RootHash rootHash() {
    return seal.rootHash();
  }

  SealedLayer withRecipe(Recipe matched) {
    return new SealedLayer(seal, chain, checks, Optional.of(matched));
  }
}
