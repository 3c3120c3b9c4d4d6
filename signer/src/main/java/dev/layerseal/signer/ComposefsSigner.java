package dev.layerseal.signer;

import dev.layerseal.composefs.seal.ComposefsSeal;
import dev.layerseal.composefs.seal.ComposefsSealManifest;
import dev.layerseal.composefs.seal.ImageDigests;
import dev.layerseal.composefs.seal.SealedPart;
import dev.layerseal.error.LayersealException;
import dev.layerseal.error.SigningException;
import dev.layerseal.error.UnsupportedFeatureException;
import dev.layerseal.fsverity.FsVerityAlgorithm;
import dev.layerseal.fsverity.FsVerityDigest;
import dev.layerseal.fsverity.FsVerityParameters;
import dev.layerseal.oci.Descriptor;
import dev.layerseal.oci.MediaType;
import dev.layerseal.oci.store.ImageStore;
import dev.layerseal.pkcs7.DigestAlgorithm;
import dev.layerseal.seal.LayerConverter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Seals images for composefs: one PKCS#7 signature each over the fs-verity digests of the manifest,
 * the config and the composefs image of the merged layers. Nothing is stored here.
 */
public final class ComposefsSigner {

  private final EnvelopeSigner envelopes;
  private final FsVerityParameters parameters;
  private final LayerConverter.Settings settings;
  private final boolean certificates;
  private final boolean force;

  /**
   * @param algorithm of fs-verity, and of the signature
   * @param certificates whether those of the key are embedded; the draft's own form has none
   * @param settings limits for reading layers
   * @param force whether to sign what is sealed already by the same certificate
   */
  public ComposefsSigner(
      SigningKey key,
      FsVerityAlgorithm algorithm,
      boolean certificates,
      LayerConverter.Settings settings,
      boolean force) {
    DigestAlgorithm hash = DigestAlgorithm.named(algorithm.toString()).orElseThrow();
    this.envelopes = new EnvelopeSigner(key, hash, certificates);
    this.parameters = FsVerityParameters.of(algorithm);
    this.settings = settings;
    this.certificates = certificates;
    this.force = force;
  }

  /**
   * Computes and signs the digests of one image.
   *
   * @throws UnsupportedFeatureException when it is no single image, or a layer cannot be read
   * @throws SigningException when the key cannot sign
   */
  public PreparedComposefsSeal prepare(ImageStore store, Descriptor image)
      throws LayersealException, IOException {
    if (MediaType.isIndex(image.mediaType())) {
      throw new UnsupportedFeatureException(
          image.digest() + ": an index of several images has no layers of its own",
          "choose one by --platform, or sign all of them by --recursive",
          null);
    }
    Map<SealedPart, FsVerityDigest> digests = digests(new ImageDigests(store, image));
    Optional<ComposefsSealManifest> same =
        force || !envelopes.key().certificatesKnown()
            ? Optional.empty()
            : new StoredComposefsSeals(store, image)
                .same(digests, envelopes.key().certificateChain().leaf(), certificates);
    if (same.isPresent()) {
      return new PreparedComposefsSeal(same.get(), List.of());
    }
    return sign(image, digests);
  }

  private Map<SealedPart, FsVerityDigest> digests(ImageDigests image)
      throws LayersealException, IOException {
    Map<SealedPart, FsVerityDigest> digests = new EnumMap<>(SealedPart.class);
    digests.put(SealedPart.MANIFEST, image.manifest(parameters));
    digests.put(SealedPart.CONFIG, image.config(parameters));
    digests.put(SealedPart.MERGED, image.merged(parameters, settings));
    return digests;
  }

  private PreparedComposefsSeal sign(Descriptor image, Map<SealedPart, FsVerityDigest> digests)
      throws LayersealException {
    List<ComposefsSeal> seals = new ArrayList<>();
    for (Map.Entry<SealedPart, FsVerityDigest> part : digests.entrySet()) {
      FsVerityDigest digest = part.getValue();
      seals.add(new ComposefsSeal(part.getKey(), digest, envelopes.sign(digest.formatted())));
    }
    ComposefsSealManifest manifest = ComposefsSealManifest.of(image, seals);
    ComposefsSealManifest.decode(manifest.manifest()).checkComplete();
    return new PreparedComposefsSeal(manifest, seals);
  }
}
