package dev.layerseal.verifier.composefs;

import dev.layerseal.composefs.seal.ComposefsSeal;
import dev.layerseal.composefs.seal.ImageDigests;
import dev.layerseal.error.LayersealException;
import dev.layerseal.error.VerificationException;
import dev.layerseal.error.VerificationException.Reason;
import dev.layerseal.fsverity.FsVerityDigest;
import dev.layerseal.fsverity.FsVerityParameters;
import dev.layerseal.seal.LayerConverter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Holds sealed digests against the image itself. */
public final class DigestCheck {

  private final ImageDigests image;
  private final Optional<LayerConverter.Settings> settings;

  /**
   * @param settings limits for merging the layers; without them merged images are not computed
   */
  public DigestCheck(ImageDigests image, Optional<LayerConverter.Settings> settings) {
    this.image = image;
    this.settings = settings;
  }

  /** The report, with the digests that are right marked, or with the fault that one is not. */
  ComposefsReport check(ComposefsReport report) throws LayersealException, IOException {
    if (!report.accepted()) {
      return report;
    }
    List<SealedDigest> digests = new ArrayList<>();
    try {
      for (SealedDigest digest : report.digests()) {
        digests.add(check(digest.seal()) ? digest.asComputed() : digest);
      }
    } catch (VerificationException e) {
      return report.with(e);
    }
    return report.with(digests);
  }

  /**
   * Whether the digest could be computed; then it is the sealed one.
   *
   * @throws VerificationException when it is another
   */
  public boolean check(ComposefsSeal seal) throws LayersealException, IOException {
    List<FsVerityDigest> computed = computed(seal);
    if (!computed.isEmpty() && !computed.contains(seal.digest())) {
      throw differs(seal, computed);
    }
    return !computed.isEmpty();
  }

  /** What the digest may be; nothing when that is not to be found out. */
  private List<FsVerityDigest> computed(ComposefsSeal seal) throws LayersealException, IOException {
    FsVerityParameters parameters = FsVerityParameters.of(seal.digest().algorithm());
    return switch (seal.part()) {
      case MANIFEST -> List.of(image.manifest(parameters));
      case CONFIG -> List.of(image.config(parameters));
      case MERGED ->
          settings.isPresent() ? List.of(image.merged(parameters, settings.get())) : List.of();
      case LAYER -> settings.isPresent() ? image.layers(parameters, settings.get()) : List.of();
      case MERGED_BOOTABLE -> List.of();
    };
  }

  private static VerificationException differs(ComposefsSeal seal, List<FsVerityDigest> computed) {
    return new VerificationException(
        Reason.DIGEST_DIFFERS,
        "%s: fs-verity digest differs%n  signed    %s%n  computed  %s"
            .formatted(
                seal.part(),
                seal.digest(),
                String.join(
                    "%n            ".formatted(),
                    computed.stream().map(Object::toString).toList())));
  }
}
