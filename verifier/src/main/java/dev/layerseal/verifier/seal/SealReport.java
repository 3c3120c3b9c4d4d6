package dev.layerseal.verifier.seal;

import dev.layerseal.error.LayersealException;
import dev.layerseal.error.RegistryException;
import dev.layerseal.oci.Descriptor;
import dev.layerseal.seal.SealManifest;
import dev.layerseal.verifier.trust.CheckResult;
import dev.layerseal.verifier.trust.SignerThreshold;
import java.util.List;
import java.util.Optional;

/**
 * What came of one referrer that holds seals, whether it counts or not.
 *
 * @param source names the referrer
 * @param seals absent when they could not be read
 * @param layers one for each entry, as far as they could be read
 * @param fault what keeps it from counting although every seal in it may be sound
 */
public record SealReport(
    Descriptor source,
    Optional<SealManifest> seals,
    List<SealedLayer> layers,
    Optional<LayersealException> fault) {

  public SealReport {
    layers = List.copyOf(layers);
  }

  /** Whether these seals are all by a trusted signer, whatever they say. */
  public boolean trusted() {
    return !layers.isEmpty()
        && seals.filter(read -> read.entries().size() == layers.size()).isPresent()
        && layers.stream().allMatch(layer -> layer.refusal().isEmpty());
  }

  /** Whether they count. */
  public boolean accepted() {
    return trusted() && fault.isEmpty();
  }

  /** Why they do not count, in words. */
  public Optional<String> why() {
    return refusal()
        .map(check -> check.type() + ": " + check.fault().orElse("failed"))
        .or(() -> fault.map(failure -> String.valueOf(failure.getMessage())));
  }

  /** The first check of any layer that refuses. */
  public Optional<CheckResult> refusal() {
    return layers.stream().flatMap(layer -> layer.refusal().stream()).findFirst();
  }

  /** Whether the answer could not be found out, rather than being no. */
  public boolean unknown() {
    return fault.filter(RegistryException.class::isInstance).isPresent()
        || refusal().filter(CheckResult::unknown).isPresent();
  }

  /** The one signer of the threshold that has sealed every layer here. */
  Optional<String> signer(SignerThreshold needed) {
    List<Optional<String>> signers =
        layers.stream()
            .map(
                layer ->
                    layer
                        .chain()
                        .filter(chain -> layer.authentic())
                        .flatMap(chain -> needed.signer(chain.leaf())))
            .distinct()
            .toList();
    return signers.size() == 1 ? signers.get(0) : Optional.empty();
  }

  /** Failures that the policy only wants told. */
  public List<CheckResult> logged() {
    return layers.stream()
        .flatMap(layer -> layer.checks().stream())
        .filter(CheckResult::logged)
        .distinct()
        .toList();
  }

  SealReport with(List<SealedLayer> others) {
    return new SealReport(source, seals, others, fault);
  }

  SealReport with(LayersealException why) {
    return new SealReport(source, seals, layers, fault.or(() -> Optional.of(why)));
  }
}
