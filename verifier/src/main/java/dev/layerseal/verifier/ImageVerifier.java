package dev.layerseal.verifier;

import dev.layerseal.error.LayersealException;
import dev.layerseal.error.RegistryException;
import dev.layerseal.error.UnsupportedFeatureException;
import dev.layerseal.error.VerificationException;
import dev.layerseal.oci.Descriptor;
import dev.layerseal.oci.Manifest;
import dev.layerseal.oci.MediaType;
import dev.layerseal.oci.store.ImageStore;
import dev.layerseal.verifier.composefs.ComposefsVerdict;
import dev.layerseal.verifier.composefs.ComposefsVerifier;
import dev.layerseal.verifier.notary.ManifestVerdict;
import dev.layerseal.verifier.notary.ManifestVerifier;
import dev.layerseal.verifier.notary.VerificationRequest;
import dev.layerseal.verifier.seal.SealVerdict;
import dev.layerseal.verifier.seal.SealVerifier;
import dev.layerseal.verifier.trust.LayersealStatement;
import java.io.IOException;
import java.util.Optional;

/**
 * Decides whether an image is verified: its manifest by a Notary Project signature, its layers by
 * seals, all of it by composefs seals; everything by one policy.
 *
 * <p>Some referrer by a trusted signer has to cover every distinct layer exactly once. Several may
 * stand side by side; two that contradict each other fail. What is broken or foreign neither helps
 * nor hurts.
 */
public final class ImageVerifier {

  private final Optional<ManifestVerifier> signatures;
  private final SealVerifier seals;
  private final SealRule rule;
  private final Optional<ComposefsVerifier> composefs;
  private final SealRule composefsRule;

  private ImageVerifier(
      Optional<ManifestVerifier> signatures,
      SealVerifier seals,
      SealRule rule,
      Optional<ComposefsVerifier> composefs,
      SealRule composefsRule) {
    this.signatures = signatures;
    this.seals = seals;
    this.rule = rule;
    this.composefs = composefs;
    this.composefsRule = composefsRule;
  }

  /** Asks for a signature of the manifest, and for seals by {@code rule}. */
  public static ImageVerifier of(ManifestVerifier signatures, SealVerifier seals, SealRule rule) {
    return new ImageVerifier(
        Optional.of(signatures), seals, rule, Optional.empty(), SealRule.IGNORE);
  }

  /**
   * Asks for seals alone. The config, the order of the layers and which image they belong to are
   * then not signed.
   */
  public static ImageVerifier ofLayersOnly(SealVerifier seals) {
    return new ImageVerifier(
        Optional.empty(), seals, SealRule.REQUIRE, Optional.empty(), SealRule.IGNORE);
  }

  /**
   * Asks for a composefs seal in place of a signature of the manifest, which it is over as well,
   * and for seals of the layers by {@code rule}.
   */
  public static ImageVerifier ofComposefsOnly(
      ComposefsVerifier composefs, SealVerifier seals, SealRule rule) {
    return new ImageVerifier(
        Optional.empty(), seals, rule, Optional.of(composefs), SealRule.REQUIRE);
  }

  /** The same, which asks for composefs seals by {@code rule} as well. */
  public ImageVerifier with(ComposefsVerifier verifier, SealRule other) {
    return new ImageVerifier(signatures, seals, rule, Optional.of(verifier), other);
  }

  /**
   * Verifies the image.
   *
   * @param image names the manifest or index, as resolved once
   * @throws VerificationException when the answer is no
   * @throws RegistryException when it could not be found out
   */
  public VerifiedImage verify(ImageStore store, Descriptor image, VerificationRequest request)
      throws LayersealException, IOException {
    return examine(store, image, request).orThrow();
  }

  /**
   * Finds out everything and decides; a report can be made of it whatever the answer is.
   *
   * @throws LayersealException when the image itself cannot be read
   */
  public ImageVerdict examine(ImageStore store, Descriptor image, VerificationRequest request)
      throws LayersealException, IOException {
    Descriptor plain = image.plain();
    byte[] bytes = store.fetchManifest(plain);
    Optional<ManifestVerdict> signature = Optional.empty();
    Optional<SealVerdict> sealed = Optional.empty();
    boolean skipped = request.trust().statement().level().skipsEverything();
    if (signatures.isPresent()) {
      signature = Optional.of(signatures.get().verify(store, plain, request));
    }
    SealRule asked = rule(request);
    if (!skipped && asked != SealRule.IGNORE && hasLayers(plain, bytes)) {
      Manifest manifest = Manifest.decode(plain.mediaType(), bytes);
      sealed = Optional.of(seals.verify(store, plain, manifest, request.trust(), request.now()));
    }
    Optional<ComposefsVerdict> composefsSealed = Optional.empty();
    if (!skipped && looksForComposefs() && hasLayers(plain, bytes)) {
      composefsSealed =
          Optional.of(composefs.orElseThrow().verify(store, plain, request.trust(), request.now()));
    }
    return new ImageVerdict(
        plain,
        request.trust().statement(),
        new ImageVerdict.Rules(asked, composefsRule),
        signature,
        sealed,
        composefsSealed,
        skipped
            ? unanswered(plain, asked)
            : refusal(plain, asked, signature, sealed, composefsSealed));
  }

  /** A policy that skips everything trusts nobody, which is no answer to who asks for seals. */
  private Optional<LayersealException> unanswered(Descriptor image, SealRule asked) {
    return asked == SealRule.REQUIRE || composefsRule == SealRule.REQUIRE
        ? Optional.of(
            new VerificationException(
                VerificationException.Reason.POLICY,
                image.digest()
                    + ": seals are required, and the trust policy skips all verification",
                "give the policy's statement a level and trust stores, or name --trust-cert",
                null))
        : Optional.empty();
  }

  /** What is asked about seals, which a policy may tighten. */
  private SealRule rule(VerificationRequest request) {
    boolean required =
        request.trust().further().filter(LayersealStatement::sealsRequired).isPresent();
    return required ? SealRule.REQUIRE : rule;
  }

  private boolean looksForComposefs() {
    return composefs.isPresent() && composefsRule != SealRule.IGNORE;
  }

  /** Whether there can be seals: an index and an artifact that is no image have no layers. */
  private boolean hasLayers(Descriptor image, byte[] bytes) throws LayersealException {
    if (MediaType.isIndex(image.mediaType())) {
      return false;
    }
    try {
      Manifest.decode(image.mediaType(), bytes).imageConfig();
      return true;
    } catch (UnsupportedFeatureException e) {
      return false;
    }
  }

  private Optional<LayersealException> refusal(
      Descriptor image,
      SealRule asked,
      Optional<ManifestVerdict> signature,
      Optional<SealVerdict> sealed,
      Optional<ComposefsVerdict> composefsSealed) {
    try {
      if (signature.isPresent()) {
        signature.get().orThrow();
      }
      checkThere(image, asked, sealed.isPresent());
      if (sealed.isPresent() && (asked == SealRule.REQUIRE || sealed.get().present())) {
        sealed.get().orThrow();
      }
      checkThere(image, composefsRule, composefsSealed.isPresent());
      if (composefsSealed.isPresent()
          && (composefsRule == SealRule.REQUIRE || composefsSealed.get().present())) {
        composefsSealed.get().orThrow();
      }
      return Optional.empty();
    } catch (LayersealException e) {
      return Optional.of(e);
    }
  }

  private static void checkThere(Descriptor image, SealRule rule, boolean there)
      throws UnsupportedFeatureException {
    if (rule == SealRule.REQUIRE && !there) {
      throw new UnsupportedFeatureException(
          image.digest() + ": no single image, so it has no layers to verify",
          "choose one by --platform, or verify all of them by --recursive",
          null);
    }
  }
}
