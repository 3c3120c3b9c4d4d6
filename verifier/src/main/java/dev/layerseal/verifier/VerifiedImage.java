package dev.layerseal.verifier;

import dev.layerseal.error.LayersealException;
import dev.layerseal.oci.Descriptor;
import dev.layerseal.verifier.composefs.ComposefsReport;
import dev.layerseal.verifier.composefs.ComposefsVerdict;
import dev.layerseal.verifier.notary.SignatureReport;
import dev.layerseal.verifier.seal.SealReport;
import dev.layerseal.verifier.seal.SealVerdict;
import java.util.List;
import java.util.Optional;

/**
 * An image that {@link ImageVerifier} has verified, with the evidence. There is no other way to
 * one: what asks for verified images takes this type.
 */
public final class VerifiedImage {

  private final ImageVerdict verdict;

  private VerifiedImage(ImageVerdict verdict) {
    this.verdict = verdict;
  }

  /** Only for {@link ImageVerdict}, which only {@link ImageVerifier} can make. */
  static VerifiedImage of(ImageVerdict verdict) throws LayersealException {
    if (verdict.refusal().isPresent()) {
      throw verdict.refusal().get();
    }
    return new VerifiedImage(verdict);
  }

  /** The manifest or index that was verified: this content, not what a tag names later. */
  public Descriptor image() {
    return verdict.image();
  }

  /** Everything that was looked at, what did not count included. */
  public ImageVerdict verdict() {
    return verdict;
  }

  /** The signature of the manifest that counts; none when only the layers were asked about. */
  public Optional<SignatureReport> signature() {
    return verdict.signature().flatMap(found -> found.accepted());
  }

  /** The seals that count; none when the image has none and need not have any. */
  public List<SealReport> seals() {
    return verdict.seals().map(SealVerdict::accepted).orElse(List.of());
  }

  /** The composefs seals that count; none when the image has none and need not have any. */
  public List<ComposefsReport> composefs() {
    return verdict.composefs().map(ComposefsVerdict::accepted).orElse(List.of());
  }

  /** Whether the root hashes of the layers were computed again. */
  public boolean recomputed() {
    return !seals().isEmpty() && verdict.seals().filter(SealVerdict::recomputed).isPresent();
  }
}
