package dev.layerseal.verifier.notary;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.layerseal.notary.EnvelopeFormat;
import dev.layerseal.oci.Descriptor;
import dev.layerseal.testdata.TestIdentity;
import dev.layerseal.verifier.trust.CheckResult;
import dev.layerseal.verifier.trust.CheckType;
import dev.layerseal.verifier.trust.NotationFolders;
import dev.layerseal.verifier.trust.PolicyStatement;
import dev.layerseal.verifier.trust.SignerTrust;
import dev.layerseal.verifier.trust.StoreName;
import dev.layerseal.verifier.trust.StoreType;
import dev.layerseal.verifier.trust.TimestampRule;
import dev.layerseal.verifier.trust.TrustStore;
import dev.layerseal.verifier.trust.TrustedIdentities;
import dev.layerseal.verifier.trust.VerificationLevel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Signatures that name a plugin count only when it is there and says yes. */
class PluginVerificationTest {

  private static final TestIdentity SIGNER = TestIdentity.selfSigned("p256");
  private static final Descriptor IMAGE = NotationVectors.image();

  @TempDir Path folder;

  @Test
  void countsWhenThePluginSaysYes() throws Exception {
    install("{\"success\":true}", "[\"com.example.extra\"]");
    SignatureReport report = verify("1.0.0");
    assertTrue(report.accepted(), report.checks().toString());
    String asked = Files.readString(folder.resolve("request"));
    assertTrue(asked.contains("\"unprocessedAttributes\":[\"com.example.extra\"]"), asked);
    assertTrue(asked.contains("\"trustedIdentities\":[\"plugin.id: a\"]"), asked);
  }

  @Test
  void doesNotCountWhenThePluginSaysNo() throws Exception {
    install("{\"success\":false,\"reason\":\"not him\"}", "[\"com.example.extra\"]");
    SignatureReport report = verify("1.0.0");
    assertFalse(report.accepted());
    assertEquals(CheckType.AUTHENTICITY, report.refusal().orElseThrow().type());
    assertTrue(report.refusal().orElseThrow().fault().orElseThrow().endsWith("not him"));
  }

  @Test
  void needsEveryCriticalHeaderJudged() throws Exception {
    install("{\"success\":true}", "[]");
    CheckResult refusal = verify("1.0.0").refusal().orElseThrow();
    assertEquals(CheckType.INTEGRITY, refusal.type());
  }

  @Test
  void needsAnAnswerAndThePluginInAVersionThatIsNewEnough() throws Exception {
    assertTrue(verify("1.0.0").refusal().orElseThrow().unknown());
    install("null", "[\"com.example.extra\"]");
    assertTrue(verify("1.0.0").refusal().orElseThrow().unknown());
    install("{\"success\":true}", "[\"com.example.extra\"]");
    assertTrue(verify("2.0.0").refusal().orElseThrow().unknown());
    assertTrue(InstalledPlugins.atLeast("1.10.0", "1.9.9"));
    assertFalse(InstalledPlugins.atLeast("1.9.9", "1.10.0"));
  }

  private void install(String result, String processed) throws Exception {
    Path program = folder.resolve("plugins/judge/notation-judge");
    Files.createDirectories(program.getParent());
    Files.writeString(
        program,
        """
        #!/bin/sh
        case $1 in
        get-plugin-metadata)
          echo '{"name":"judge","description":"d","version":"1.2.3","url":"u",
            "supportedContractVersions":["1.0"],
            "capabilities":["SIGNATURE_VERIFIER.TRUSTED_IDENTITY"]}' ;;
        verify-signature)
          cat > %s/request
          echo '{"verificationResults":{"SIGNATURE_VERIFIER.TRUSTED_IDENTITY":%s},
            "processedAttributes":%s}' ;;
        esac
        """
            .formatted(folder, result, processed));
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
  }

  private SignatureReport verify(String minVersion) throws Exception {
    String header =
        "{\"alg\":\"ES256\",\"crit\":[\"io.cncf.notary.signingScheme\",\"com.example.extra\","
            + "\"io.cncf.notary.verificationPlugin\",\"io.cncf.notary.verificationPluginMinVersion\"],"
            + "\"cty\":\"application/vnd.cncf.notary.payload.v1+json\",\"com.example.extra\":\"x\","
            + "\"io.cncf.notary.verificationPlugin\":\"judge\","
            + "\"io.cncf.notary.verificationPluginMinVersion\":\""
            + minVersion
            + "\",\"io.cncf.notary.signingScheme\":\"notary.x509\","
            + "\"io.cncf.notary.signingTime\":\"2026-11-21T03:10:17Z\"}";
    String payload =
        "{\"targetArtifact\":{\"digest\":\"%s\",\"mediaType\":\"%s\",\"size\":%d}}"
            .formatted(IMAGE.digest(), IMAGE.mediaType(), IMAGE.size());
    byte[] envelope = Forge.jws(SIGNER, List.of(SIGNER.certificate()), header, payload);
    StoreName store = new StoreName(StoreType.CA, "test");
    SignerTrust trust =
        new SignerTrust(
            new PolicyStatement(
                "test",
                List.of("*"),
                VerificationLevel.STRICT,
                TimestampRule.ALWAYS,
                List.of(store),
                TrustedIdentities.parse(List.of("plugin.id: a"))),
            TrustStore.of(Map.of(store, List.of(SIGNER.certificate()))));
    return new SignatureVerifier(
            NotationVectors.NOBODY_TO_ASK,
            new InstalledPlugins(new NotationFolders(folder, folder, folder)))
        .verify(
            EnvelopeFormat.JWS,
            envelope,
            IMAGE,
            VerificationRequest.of(trust, NotationVectors.NOW));
  }
}
