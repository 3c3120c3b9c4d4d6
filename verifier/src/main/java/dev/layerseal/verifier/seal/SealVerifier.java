package dev.layerseal.verifier.seal;

import dev.layerseal.error.LayersealException;
import dev.layerseal.oci.Descriptor;
import dev.layerseal.oci.Manifest;
import dev.layerseal.oci.store.ImageStore;
import dev.layerseal.seal.ImageConverter;
import dev.layerseal.seal.ImageLayers;
import dev.layerseal.verifier.revocation.RevocationChecker;
import dev.layerseal.verifier.trust.SignerTrust;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Verifies the seals of images. */
public final class SealVerifier {

  private final RevocationChecker revocation;
  private final Optional<ImageConverter> converter;

  /**
   * @param converter computes root hashes again; without one the annotation, the blob and the
   *     signature are held against each other and not against the layer
   */
  public SealVerifier(RevocationChecker revocation, Optional<ImageConverter> converter) {
    this.revocation = revocation;
    this.converter = converter;
  }

  /**
   * Looks at every referrer of the image that holds seals.
   *
   * @throws LayersealException when the image itself cannot be read: what is wrong with a referrer
   *     is in its report
   */
  public SealVerdict verify(
      ImageStore store, Descriptor image, Manifest manifest, SignerTrust trust, Instant now)
      throws LayersealException, IOException {
    ImageLayers layers = ImageLayers.read(store, image, manifest);
    SealChecks checks = new SealChecks(trust, revocation, now);
    List<SealReport> reports = new SealReader(store, checks, image, layers.digests()).read();
    if (converter.isPresent()) {
      RootHashes rootHashes = new RootHashes(store, layers, converter.get());
      reports = new RootHashCheck(rootHashes).check(reports);
    }
    return new SealVerdict(layers.digests(), reports, trust.signers(), converter.isPresent());
  }
}
