package dev.layerseal.cli;

import dev.layerseal.error.FormatException;
import dev.layerseal.notary.EnvelopeFormat;
import dev.layerseal.notary.Payload;
import dev.layerseal.notary.SignatureEnvelope;
import dev.layerseal.oci.Descriptor;
import dev.layerseal.verifier.notary.InstalledPlugins;
import dev.layerseal.verifier.notary.ManifestVerdict;
import dev.layerseal.verifier.notary.SignatureReport;
import dev.layerseal.verifier.notary.SignatureVerifier;
import dev.layerseal.verifier.notary.VerificationRequest;
import dev.layerseal.verifier.trust.NotationFolders;
import dev.layerseal.verifier.trust.PolicyFile;
import dev.layerseal.verifier.trust.PolicyStatement;
import dev.layerseal.verifier.trust.SignerTrust;
import dev.layerseal.verifier.trust.TrustStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code layerseal blob verify}. */
@CommandLine.Command(
    name = "verify",
    description = "Verifies the signature of a file by the trust policy for blobs.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example:", "  layerseal blob verify -s release.tar.jws.sig release.tar"})
final class BlobVerifyCommand extends Command {

  @Mixin RevocationOptions revocation = new RevocationOptions();

  @Option(
      names = {"-s", "--signature"},
      required = true,
      paramLabel = "SIGNATURE",
      description = "the file with the signature")
  Path signature = Path.of("");

  @Option(
      names = "--policy-name",
      paramLabel = "NAME",
      description = "statement of the policy (default: the global one)")
  @Nullable String policy;

  @Option(
      names = "--media-type",
      paramLabel = "TYPE",
      description = "what the file must have been signed as")
  @Nullable String mediaType;

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

  @Parameters(paramLabel = "FILE", description = "the file that was signed")
  Path file = Path.of("");

  private final Clock clock = Clock.systemUTC();

  @Override
  protected ExitCode run() throws Exception {
    NotationFolders folders = Notation.folders();
    PolicyStatement statement =
        PolicyFile.readBlob(folders).statementFor(Optional.ofNullable(policy));
    if (statement.level().skipsEverything()) {
      terminal().result("Trust policy is configured to skip signature verification for " + file);
      return ExitCode.DONE;
    }
    byte[] envelope = envelope();
    EnvelopeFormat format =
        envelope.length > 0 && envelope[0] == '{' ? EnvelopeFormat.JWS : EnvelopeFormat.COSE;
    SignatureEnvelope read = SignatureEnvelope.decode(format, envelope);
    String type =
        mediaType != null ? mediaType : Payload.decode(read.payload()).targetArtifact().mediaType();
    Descriptor blob = BlobFile.describe(file, type, read.algorithm().keySpec());
    VerificationRequest request =
        VerificationRequest.of(
                new SignerTrust(statement, TrustStore.of(folders)), revocation.now(clock))
            .withMetadata(metadata)
            .withPluginConfig(pluginConfig);
    SignatureReport report =
        new SignatureVerifier(revocation.checker(), new InstalledPlugins(Notation.folders()))
            .verify(format, envelope, blob, request);
    new ManifestVerdict(blob, statement, Optional.empty(), List.of(report)).orThrow();
    report.logged().forEach(check -> terminal().warning("%s: %s".formatted(file, check)));
    terminal().result("Successfully verified signature " + signature);
    return ExitCode.DONE;
  }

  private byte[] envelope() throws IOException, FormatException {
    if (Files.size(signature) > SignatureEnvelope.MAX_LENGTH) {
      throw new FormatException(
          "%s: more than %d bytes".formatted(signature, SignatureEnvelope.MAX_LENGTH));
    }
    return Files.readAllBytes(signature);
  }
}
