package dev.layerseal.cli;

import dev.layerseal.error.LayersealException;
import dev.layerseal.error.RegistryException;
import dev.layerseal.oci.Descriptor;
import dev.layerseal.oci.ImageReference;
import dev.layerseal.oci.store.ImageStore;
import dev.layerseal.seal.ImageConverter;
import dev.layerseal.seal.LayerConverter;
import dev.layerseal.verifier.ImageVerdict;
import dev.layerseal.verifier.ImageVerifier;
import dev.layerseal.verifier.SealRule;
import dev.layerseal.verifier.composefs.ComposefsVerifier;
import dev.layerseal.verifier.notary.InstalledPlugins;
import dev.layerseal.verifier.notary.ManifestVerifier;
import dev.layerseal.verifier.notary.SignatureVerifier;
import dev.layerseal.verifier.notary.VerificationRequest;
import dev.layerseal.verifier.revocation.PinnedAnswers;
import dev.layerseal.verifier.revocation.RevocationChecker;
import dev.layerseal.verifier.seal.SealVerifier;
import java.io.IOException;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code layerseal verify REF..}. */
@CommandLine.Command(
    name = "verify",
    description = {
      "Verifies images: their signatures and the seals of their layers.",
      "The root hashes of the layers are computed again. Only exit status 0 means verified."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example:",
      "  layerseal verify --dm-verity --trust-cert root.crt registry.example/app:v1"
    })
final class VerifyCommand extends ReportCommand {

  @Mixin References references = new References();
  @Mixin RegistryOptions registry = new RegistryOptions();
  @Mixin PlatformOptions platforms = new PlatformOptions();
  @Mixin TrustOptions trust = new TrustOptions();
  @Mixin RevocationOptions revocation = new RevocationOptions();
  @Mixin LimitOptions limits = new LimitOptions();

  @Option(
      names = "--dm-verity",
      paramLabel = "auto|require|ignore",
      arity = "0..1",
      fallbackValue = "require",
      preprocessor = AttachedValue.class,
      description = {
        "whether seals of the layers must be there (value only after =; default: auto,",
        "they must hold when they are there; without a value: require)"
      })
  SealRule rule = SealRule.AUTO;

  @Option(names = "--layers-only", description = "the seals alone decide")
  boolean layersOnly;

  @Option(
      names = "--composefs",
      paramLabel = "auto|require|ignore",
      arity = "0..1",
      fallbackValue = "require",
      preprocessor = AttachedValue.class,
      description = {
        "whether a composefs seal must be there (value only after =; default: auto, it must",
        "hold when it is there; without a value: require)"
      })
  SealRule composefsRule = SealRule.AUTO;

  @Option(
      names = "--composefs-only",
      description = "a composefs seal decides in place of a signature of the manifest")
  boolean composefsOnly;

  @Option(
      names = "--no-recompute",
      description = "do not compute root hashes and merged images from the layers")
  boolean noRecompute;

  @Option(
      names = "--max-signatures",
      paramLabel = "N",
      defaultValue = "100",
      description = "how many signatures of a manifest are looked at (default: 100)")
  int maxSignatures = ManifestVerifier.MAX_SIGNATURES;

  @Option(
      names = {"-m", "--user-metadata"},
      paramLabel = "KEY=VALUE",
      description = "must have been signed along; may be repeated")
  Map<String, String> metadata = new LinkedHashMap<>();

  @Option(
      names = "--plugin-config",
      paramLabel = "NAME=VALUE",
      description = "handed to the verification plugin that a signature names; may be repeated")
  Map<String, String> pluginConfig = new LinkedHashMap<>();

  private final Clock clock = Clock.systemUTC();

  @Override
  protected ExitCode report() throws Exception {
    ImageVerifier verifier = verifier(PinnedAnswers.NONE);
    Outcomes outcomes = new Outcomes(this);
    return outcomes.each(references.all(), reference -> verify(verifier, reference, outcomes));
  }

  private void verify(ImageVerifier verifier, String text, Outcomes outcomes)
      throws LayersealException, IOException {
    ImageReference reference = registry.parse(text);
    try (ImageStore store = registry.open(reference)) {
      Descriptor top = store.resolve(reference);
      VerificationRequest request =
          VerificationRequest.of(trust.trustFor(reference, terminal()), revocation.now(clock))
              .withMetadata(metadata)
              .withPluginConfig(pluginConfig);
      for (Descriptor image : platforms.select(store, top, false)) {
        ImageVerdict verdict = examine(verifier, store, top, image, request);
        VerifyReport report = new VerifyReport(reference, verdict);
        outcomes.report(report.encode());
        if (!json()) {
          report.print(terminal());
        }
        verdict.refusal().ifPresent(why -> outcomes.failed(why.at(reference.toString())));
      }
    }
  }

  /** Where it could not be found out, what travels with the image may tell. */
  private ImageVerdict examine(
      ImageVerifier verifier,
      ImageStore store,
      Descriptor top,
      Descriptor image,
      VerificationRequest request)
      throws LayersealException, IOException {
    ImageVerdict verdict = verifier.examine(store, image, request);
    if (verdict.refusal().filter(RegistryException.class::isInstance).isEmpty()) {
      return verdict;
    }
    PinnedAnswers pinned = PinnedAnswers.read(store, top.digest());
    if (!image.digest().equals(top.digest())) {
      pinned = pinned.and(PinnedAnswers.read(store, image.digest()));
    }
    return pinned.isEmpty() ? verdict : verifier(pinned).examine(store, image, request);
  }

  private ImageVerifier verifier(PinnedAnswers pinned) throws LayersealException, IOException {
    RevocationChecker checker = revocation.checker(pinned);
    Optional<ImageConverter> converter =
        noRecompute
            ? Optional.empty()
            : Optional.of(limits.converter(new ProgressBars(terminal())));
    SealVerifier seals = new SealVerifier(checker, converter);
    if (layersOnly) {
      return ImageVerifier.ofLayersOnly(seals);
    }
    ComposefsVerifier composefs = new ComposefsVerifier(checker, composefsSettings());
    if (composefsOnly) {
      return ImageVerifier.ofComposefsOnly(composefs, seals, rule);
    }
    SignatureVerifier signatures =
        new SignatureVerifier(checker, new InstalledPlugins(Notation.folders()));
    return ImageVerifier.of(new ManifestVerifier(signatures, maxSignatures), seals, rule)
        .with(composefs, composefsRule);
  }

  private Optional<LayerConverter.Settings> composefsSettings() {
    return noRecompute
        ? Optional.empty()
        : Optional.of(limits.settings(new ProgressBars(terminal())));
  }
}
