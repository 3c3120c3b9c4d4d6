package dev.layerseal.verifier.composefs;

import dev.layerseal.error.LayersealException;
import dev.layerseal.error.RegistryException;
import dev.layerseal.error.VerificationException;
import dev.layerseal.verifier.seal.CountedReferrers;
import dev.layerseal.verifier.trust.SignerThreshold;
import java.util.List;
import java.util.Optional;

/**
 * What came of all composefs seals of one image.
 *
 * @param signers of which so many must have sealed the image, where a policy says so
 * @param recomputed whether the digests of merged images were computed again from the layers; those
 *     of manifest and config always are
 */
public record ComposefsVerdict(
    List<ComposefsReport> reports, Optional<SignerThreshold> signers, boolean recomputed) {

  public ComposefsVerdict {
    reports = List.copyOf(reports);
  }

  private CountedReferrers<ComposefsReport> counted() {
    return new CountedReferrers<>(reports, signers);
  }

  /** The referrers that count. */
  public List<ComposefsReport> accepted() {
    return counted().accepted();
  }

  /** Whether a trusted signer has sealed something here, so that seals are to hold. */
  public boolean present() {
    return counted().present();
  }

  /**
   * Checks that some seal counts. Two that contradict each other cannot both: every digest is that
   * of this image.
   *
   * @throws VerificationException when none does, with the most telling reason
   * @throws RegistryException when it could not be found out
   */
  public void orThrow() throws LayersealException {
    counted().orThrow("composefs seal", "the image has no composefs seal");
  }
}
