package dev.layerseal.cli;

import dev.layerseal.error.LayersealException;
import dev.layerseal.json.JsonObject;
import dev.layerseal.json.JsonObjectBuilder;
import dev.layerseal.json.JsonWriter;
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
final class BlobVerifyCommand extends ReportCommand {

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
  protected ExitCode report() throws Exception {
    JsonObjectBuilder json =
        JsonObject.builder().put("file", file.toString()).put("signature", signature.toString());
    ExitCode outcome = ExitCode.DONE;
    try {
      verify(json);
    } catch (LayersealException | IOException e) {
      outcome = terminal().failure(e);
      json.put("verified", false).put("error", Failure.encode(e));
    }
    if (json()) {
      terminal().result(JsonWriter.pretty(json.build()));
    }
    return outcome;
  }

  private void verify(JsonObjectBuilder json) throws LayersealException, IOException {
    NotationFolders folders = Notation.folders();
    PolicyStatement statement =
        PolicyFile.readBlob(folders).statementFor(Optional.ofNullable(policy));
    boolean skipped = statement.level().skipsEverything();
    json.put("policy", statement.name())
        .put("level", statement.level().name())
        .put("skipped", skipped);
    if (skipped) {
      json.put("verified", false);
      say("Trust policy is configured to skip signature verification for " + file);
      return;
    }
    SignatureReport report = report(folders, statement, json);
    report.logged().forEach(check -> terminal().warning("%s: %s".formatted(file, check)));
    json.put("verified", true);
    say("Successfully verified signature " + signature);
  }

  private void say(String text) {
    if (!json()) {
      terminal().result(text);
    }
  }

  /** Makes every check; the report is told even when the signature does not count. */
  private SignatureReport report(
      NotationFolders folders, PolicyStatement statement, JsonObjectBuilder json)
      throws LayersealException, IOException {
    BlobSignature envelope = BlobSignature.read(signature);
    SignatureEnvelope read = envelope.decode();
    String type =
        mediaType != null ? mediaType : Payload.decode(read.payload()).targetArtifact().mediaType();
    Descriptor blob = BlobFile.describe(file, type, read.algorithm().keySpec());
    VerificationRequest request =
        VerificationRequest.of(
                new SignerTrust(statement, TrustStore.of(folders)), revocation.now(clock))
            .withMetadata(metadata)
            .withPluginConfig(pluginConfig);
    SignatureReport report =
        new SignatureVerifier(revocation.checker(), new InstalledPlugins(folders))
            .verify(envelope.format(), envelope.envelope(), blob, request);
    json.put("digest", blob.digest().toString())
        .put("report", SignatureVerifyReport.encode(report));
    new ManifestVerdict(blob, statement, Optional.empty(), List.of(report)).orThrow();
    return report;
  }
}
