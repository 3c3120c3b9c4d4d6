package dev.layerseal.verifier.composefs;

import dev.layerseal.composefs.seal.ComposefsSealManifest;
import dev.layerseal.error.LayersealException;
import dev.layerseal.oci.Descriptor;
import dev.layerseal.verifier.seal.ReferrerOutcome;
import java.util.List;
import java.util.Optional;

/**
 * What came of one referrer that is a composefs seal, whether it counts or not.
 *
 * @param source names the referrer
 * @param seal absent when it could not be read
 * @param digests one for each entry, as far as they could be read
 * @param fault what keeps it from counting although every signature in it may be sound
 */
public record ComposefsReport(
    Descriptor source,
    Optional<ComposefsSealManifest> seal,
    List<SealedDigest> digests,
    Optional<LayersealException> fault)
    implements ReferrerOutcome {

  public ComposefsReport {
    digests = List.copyOf(digests);
  }

  @Override
  public boolean readWhole() {
    return !digests.isEmpty()
        && seal.filter(read -> read.entries().size() == digests.size()).isPresent();
  }

  @Override
  public List<SealedDigest> messages() {
    return digests;
  }

  ComposefsReport with(List<SealedDigest> others) {
    return new ComposefsReport(source, seal, others, fault);
  }

  ComposefsReport with(LayersealException why) {
    return new ComposefsReport(source, seal, digests, fault.or(() -> Optional.of(why)));
  }
}
