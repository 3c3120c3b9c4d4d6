package dev.layerseal.cli;

import dev.layerseal.error.LayersealException;
import dev.layerseal.error.SigningException;
import dev.layerseal.notary.SignatureManifest;
import dev.layerseal.oci.Descriptor;
import dev.layerseal.oci.MediaType;
import dev.layerseal.signer.KernelLint;
import dev.layerseal.signer.KeyAddress;
import dev.layerseal.signer.SealRequest;
import dev.layerseal.signer.SigningKey;
import dev.layerseal.signer.outside.CertificateOnly;
import dev.layerseal.signer.outside.OutsideKey;
import dev.layerseal.signer.outside.PreparedFolder;
import dev.layerseal.x509.CertificateChain;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code layerseal sign REF..}. */
@CommandLine.Command(
    name = "sign",
    description = {
      "Signs images, with --dm-verity each layer's root hash, with --composefs the composefs image.",
      "The manifest is signed as the Notary Project does, a root hash as a node's kernel asks for it.",
      "Everything is computed before anything is pushed."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example:",
      "  layerseal sign --dm-verity --key-file app.key --cert-file app.crt registry.example/app:v1",
      "Signing elsewhere:",
      "  layerseal sign --prepare work --cert-file app.crt registry.example/app:v1",
      "  layerseal sign --complete work"
    })
final class SignCommand extends ReportCommand {

  @Mixin References references = new References();
  @Mixin RegistryOptions registry = new RegistryOptions();
  @Mixin PlatformOptions platforms = new PlatformOptions();
  @Mixin KeyOptions keys = new KeyOptions();
  @Mixin SealOptions seals = new SealOptions();
  @Mixin ComposefsSealOptions composefs = new ComposefsSealOptions();
  @Mixin ConversionOptions conversion = new ConversionOptions();

  @Mixin OutsideOptions outside = new OutsideOptions();
  @Mixin SignatureOptions notary = new SignatureOptions();

  @Option(
      names = "--signature-manifest",
      paramLabel = "1.0|1.1",
      defaultValue = "1.0",
      description = {
        "shape of the signature's manifest: 1.0, as notation 1 writes it, or 1.1, with an artifact",
        "type (default: 1.0)"
      })
  String shape = "1.0";

  @Mixin ReferrersTagOption referrersTag = new ReferrersTagOption();

  @Option(names = "--force", description = "sign even what the same certificate has signed already")
  boolean force;

  @Option(names = "--dry-run", description = "compute everything and push nothing")
  boolean dryRun;

  Clock clock = Clock.systemUTC();
  @Nullable List<SealRequest> requests;
  private boolean linted;

  @Override
  protected ExitCode report() throws Exception {
    if (notary.namesSeals() && !seals.seals()) {
      throw wrong("--signature-format 'pkcs7' goes with --dm-verity: expected jws or cose");
    }
    notary.format();
    composefs.check();
    if (composefs.seals() && (outside.prepare != null || outside.complete != null)) {
      throw wrong("--composefs does not go with --prepare and --complete");
    }
    if (outside.prepare != null) {
      return prepare(outside.prepare);
    }
    if (outside.complete != null) {
      return complete(outside.complete);
    }
    List<String> all = references.all();
    requests();
    try (SigningKey key = keys.open(terminal())) {
      return sign(all, key);
    }
  }

  private ExitCode prepare(Path folder) throws LayersealException, IOException {
    if (outside.complete != null || keys.given() || keys.certificateFile == null) {
      throw wrong("--prepare needs --cert-file, and neither a key nor --complete");
    }
    CertificateOnly key =
        new CertificateOnly(new CertificateChain(KeyAddress.certificates(keys.certificateFile)));
    lint(key);
    SignPreparation preparation = new SignPreparation(this, key, now());
    for (String reference : references.all()) {
      preparation.add(reference);
    }
    preparation.write(folder);
    return ExitCode.DONE;
  }

  /** Takes every setting from the folder, and goes on as with any other key. */
  private ExitCode complete(Path folder) throws LayersealException, IOException {
    if (keys.given() || keys.certificateFile != null || seals.seals()) {
      throw wrong("--complete takes the key's certificates and what is signed from its folder");
    }
    PreparedFolder prepared = PreparedFolder.read(folder);
    SignTerms terms = SignTerms.decode(prepared.terms());
    if (!references.names.isEmpty() && !references.all().equals(terms.targets())) {
      throw wrong("%s was prepared for %s".formatted(folder, String.join(", ", terms.targets())));
    }
    terms.applyTo(this);
    OutsideKey key = prepared.key();
    return sign(terms.targets(), key);
  }

  /** What is sealed; nothing without the option. */
  List<SealRequest> requests() throws LayersealException {
    if (requests == null) {
      requests = seals.seals() ? seals.requests(conversion.recipes()) : List.of();
    }
    return requests;
  }

  /** Whether the layers of {@code image} are sealed: an index among its images has none. */
  boolean sealed(Descriptor image) {
    return seals.seals() && !indexAmongImages(image);
  }

  /** Whether {@code image} gets a composefs seal. */
  boolean composefsSealed(Descriptor image) {
    return composefs.seals() && !indexAmongImages(image);
  }

  private boolean indexAmongImages(Descriptor image) {
    boolean among = platforms.recursive || outside.complete != null;
    return among && MediaType.isIndex(image.mediaType());
  }

  /** The time of signing, in whole seconds. */
  Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.SECONDS);
  }

  private CommandLine.ParameterException wrong(String message) {
    return new CommandLine.ParameterException(registry.spec.commandLine(), message);
  }

  private ExitCode sign(List<String> all, SigningKey key) throws LayersealException {
    ImageSigning signing = new ImageSigning(this, key);
    requests();
    lint(key);
    Outcomes outcomes = new Outcomes(this);
    return outcomes.each(
        all,
        reference -> {
          SignReport report = signing.sign(reference);
          outcomes.report(report.encode());
          report.warn(terminal());
          if (!json()) {
            report.print(terminal());
            report.printConsumers(terminal(), kernel(key, report.requests()));
          }
        });
  }

  /** What kernels make of the certificates; those of a plugin are known when it has signed. */
  void lint(SigningKey key) throws SigningException {
    boolean kernel = seals.seals() || composefs.seals();
    if (kernel && !linted && key.certificatesKnown()) {
      linted = true;
      KernelLint.check(key.certificateChain(), clock.instant()).forEach(terminal()::warning);
    }
  }

  SignatureManifest.Shape shape() {
    return switch (shape) {
      case "1.0" -> SignatureManifest.Shape.CONFIG_TYPE;
      case "1.1" -> SignatureManifest.Shape.ARTIFACT_TYPE;
      default -> throw wrong("--signature-manifest '%s': expected 1.0 or 1.1".formatted(shape));
    };
  }

  private List<String> kernel(SigningKey key, List<SealRequest> requests) throws SigningException {
    List<String> notes = new ArrayList<>();
    for (SealRequest request : requests) {
      notes.addAll(Consumers.kernel(request.recipe(), key.keySpec(), seals.hash()));
    }
    return notes.stream().distinct().toList();
  }
}
