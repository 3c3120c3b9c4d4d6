package dev.layerseal.verifier.seal;

import dev.layerseal.error.LayersealException;
import dev.layerseal.oci.Descriptor;
import dev.layerseal.seal.SealManifest;
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
    Optional<LayersealException> fault)
    implements ReferrerOutcome {

  public SealReport {
    layers = List.copyOf(layers);
  }

  @Override
  public boolean readWhole() {
    return !layers.isEmpty()
        && seals.filter(read -> read.entries().size() == layers.size()).isPresent();
  }

  @Override
  public List<SealedLayer> messages() {
    return layers;
  }

  SealReport with(List<SealedLayer> others) {
    return new SealReport(source, seals, others, fault);
  }

  SealReport with(LayersealException why) {
    return new SealReport(source, seals, layers, fault.or(() -> Optional.of(why)));
  }
}
