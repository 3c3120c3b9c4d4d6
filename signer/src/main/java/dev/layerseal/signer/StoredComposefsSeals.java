package dev.layerseal.signer;

import dev.layerseal.composefs.seal.ComposefsSeal;
import dev.layerseal.composefs.seal.ComposefsSealManifest;
import dev.layerseal.composefs.seal.SealedPart;
import dev.layerseal.error.FormatException;
import dev.layerseal.error.LayersealException;
import dev.layerseal.error.RegistryException;
import dev.layerseal.error.UnsupportedFeatureException;
import dev.layerseal.error.VerificationException;
import dev.layerseal.fsverity.FsVerityDigest;
import dev.layerseal.oci.Descriptor;
import dev.layerseal.oci.Manifest;
import dev.layerseal.oci.MediaType;
import dev.layerseal.oci.store.ImageStore;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The composefs seals that an image has already, for running a command again. */
final class StoredComposefsSeals {

  private final ImageStore store;
  private final Descriptor image;

  StoredComposefsSeals(ImageStore store, Descriptor image) {
    this.store = store;
    this.image = image.plain();
  }

  /**
   * The seal of exactly these digests by this certificate.
   *
   * @param certificates whether its messages have certificates embedded
   */
  Optional<ComposefsSealManifest> same(
      Map<SealedPart, FsVerityDigest> digests, X509Certificate signer, boolean certificates)
      throws LayersealException, IOException {
    for (Descriptor referrer : store.referrers(image.digest())) {
      if (MediaType.isManifest(referrer.mediaType())) {
        Optional<ComposefsSealManifest> found = read(referrer, digests, signer, certificates);
        if (found.isPresent()) {
          return found;
        }
      }
    }
    return Optional.empty();
  }

  private Optional<ComposefsSealManifest> read(
      Descriptor referrer,
      Map<SealedPart, FsVerityDigest> digests,
      X509Certificate signer,
      boolean certificates)
      throws LayersealException, IOException {
    try {
      Manifest manifest = Manifest.decode(referrer.mediaType(), store.fetchManifest(referrer));
      if (!ComposefsSealManifest.describes(manifest)) {
        return Optional.empty();
      }
      ComposefsSealManifest seal = ComposefsSealManifest.decode(manifest);
      Map<SealedPart, FsVerityDigest> sealed = new EnumMap<>(SealedPart.class);
      seal.entries().forEach(entry -> sealed.put(entry.part(), entry.digest()));
      if (!seal.subject().plain().equals(image) || !sealed.equals(digests)) {
        return Optional.empty();
      }
      for (ComposefsSeal one : seal.open(store)) {
        one.signature().verify(one.signedBytes(), signer);
        boolean named = one.signature().signer(List.of(signer)).equals(signer);
        if (!named || one.signature().certificates().isEmpty() == certificates) {
          return Optional.empty();
        }
      }
      return Optional.of(seal);
    } catch (FormatException
        | UnsupportedFeatureException
        | RegistryException
        | VerificationException e) {
      return Optional.empty(); // Broken or gone: another one is made.
    }
  }
}
