package dev.layerseal.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.layerseal.oci.Descriptor;
import dev.layerseal.oci.Manifest;
import dev.layerseal.oci.store.ImageStore;
import dev.layerseal.oci.store.LayoutStore;
import dev.layerseal.testdata.Peer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** sign and verify with notation's files: its keys, its policy, its stores. */
class NotarySignTest extends CommandTest {

  private static final byte[] LAYER = "layer".getBytes(UTF_8);

  private String image = "";

  @BeforeEach
  void prepare() throws Exception {
    Path layout = folder.resolve("layout");
    Descriptor config =
        Descriptor.of("application/vnd.oci.image.config.v1+json", "{}".getBytes(UTF_8));
    Descriptor layer = Descriptor.of("application/vnd.oci.image.layer.v1.tar", LAYER);
    Manifest manifest =
        Manifest.of(Optional.empty(), config, List.of(layer), Optional.empty(), Map.of());
    try (ImageStore store = LayoutStore.create(layout)) {
      store.pushBlob(config, "{}".getBytes(UTF_8));
      store.pushBlob(layer, LAYER);
      store.pushManifest(manifest.descriptor(), manifest.bytes(), Optional.of("v1"));
    }
    image = layout + "@" + manifest.descriptor().digest();
    done("cert", "generate-test", "--default", "trial");
    done(
        "policy",
        "init",
        "--name",
        "trial",
        "--trust-store",
        "ca:trial",
        "--trusted-identity",
        "x509.subject: C=US, ST=WA, O=Notary");
  }

  @Test
  void signsWithTheDefaultKeyAndVerifiesByThePolicy() {
    assertEquals(1, run("verify", "--oci-layout", image));
    done("sign", "--oci-layout", "-m", "build=1", image);
    done("verify", "--oci-layout", "-m", "build=1", image);
    assertEquals(1, run("verify", "--oci-layout", "-m", "build=2", image));
    assertEquals(1, run("verify", "--oci-layout", "--at", "2099-01-01T00:00:00Z", image));
    assertTrue(text(err).contains("is not valid at"), text(err));
  }

  @Test
  void saysWhichKeyIsMissing() {
    assertEquals(5, run("sign", "--oci-layout", "--key", "absent", image));
    assertTrue(text(err).contains("no key is called \"absent\""));
    assertEquals(5, run("sign", "--oci-layout", "--plugin", "absent", "--id", "1", image));
    assertTrue(text(err).contains("not installed"), text(err));
    assertEquals(2, run("sign", "--oci-layout", "--plugin", "absent", image));
  }

  @Test
  void wantsBothOptionsOfATimestamp() {
    assertEquals(2, run("sign", "--oci-layout", "--timestamp-url", "http://127.0.0.1:1/", image));
    assertEquals(2, run("sign", "--oci-layout", "--signature-manifest", "2", image));
  }

  @Test
  void pushesNothingWhenTheTimestampFails() throws Exception {
    String root = folder.resolve(".config/notation/localkeys/trial.crt").toString();
    assertEquals(
        4,
        run(
            "sign",
            "--oci-layout",
            "--timestamp-url",
            "http://127.0.0.1:1/",
            "--timestamp-root-cert",
            root,
            image));
    assertEquals(1, run("verify", "--oci-layout", image));
    assertTrue(text(err).contains("no signature"), text(err));
  }

  @Test
  @Tag("interop")
  void notationTakesWhatWeSignInALayout() throws Exception {
    done("sign", "--oci-layout", image);
    assertTrue(
        notation("verify", "--oci-layout", "--scope", "local/layout", image)
            .contains("Successfully verified"));
  }

  @Test
  @Tag("interop")
  void verifiesWhatNotationSignedWithTheSameFiles() throws Exception {
    notation("sign", "--oci-layout", "--signature-format", "cose", image);
    done("verify", "--oci-layout", image);
  }

  @Test
  void signsAndVerifiesFiles() throws Exception {
    Path file = Files.writeString(folder.resolve("release.tar"), "content");
    Path policy = folder.resolve(".config/notation/trustpolicy.json");
    Files.writeString(
        folder.resolve(".config/notation/trustpolicy.blob.json"),
        Files.readString(policy)
            .replaceAll("(?s)\"registryScopes\": \\[.*?\\]", "\"globalPolicy\": true"));
    done("blob", "sign", "-m", "a=b", file.toString());
    String signature = file + ".jws.sig";
    assertEquals(4, run("blob", "sign", file.toString()));
    done("blob", "verify", "-s", signature, "-m", "a=b", file.toString());
    assertEquals(1, run("blob", "verify", "-s", signature, "-m", "a=c", file.toString()));
    assertEquals(
        1, run("blob", "verify", "-s", signature, "--media-type", "text/plain", file.toString()));
    assertEquals(1, run("blob", "verify", "-s", signature, "--policy-name", "x", file.toString()));
    Files.writeString(file, "Content");
    assertEquals(1, run("blob", "verify", "-s", signature, file.toString()));
    assertEquals(3, run("blob", "verify", "-s", file.toString(), file.toString()));
  }

  /** notation 1 has no command for files: it verifies the envelope of a manifest instead. */
  @Test
  @Tag("interop")
  void notationTakesTheEnvelopeOfAFile() throws Exception {
    Path layout = folder.resolve("layout");
    String digest = image.substring(image.indexOf('@') + 1);
    Path manifest = layout.resolve("blobs/sha256").resolve(digest.substring("sha256:".length()));
    Path signature = folder.resolve(manifest.getFileName() + ".jws.sig");
    done(
        "blob",
        "sign",
        "--media-type",
        "application/vnd.oci.image.manifest.v1+json",
        "--signature-directory",
        folder.toString(),
        manifest.toString());
    byte[] envelope = Files.readAllBytes(signature);
    Descriptor subject =
        Descriptor.of("application/vnd.oci.image.manifest.v1+json", Files.readAllBytes(manifest));
    try (ImageStore store = LayoutStore.open(layout)) {
      var certificates =
          dev.layerseal.x509.CertificateChain.parse(
              Files.readAllBytes(folder.resolve(".config/notation/localkeys/trial.crt")));
      dev.layerseal.notary.SignatureManifest signed =
          dev.layerseal.notary.SignatureManifest.of(
              dev.layerseal.notary.SignatureManifest.Shape.CONFIG_TYPE,
              subject,
              dev.layerseal.notary.EnvelopeFormat.JWS,
              envelope,
              certificates,
              java.time.Instant.EPOCH);
      new dev.layerseal.signer.notary.NotarySignature(signed, envelope).push(store);
    }
    assertTrue(
        notation("verify", "--oci-layout", "--scope", "local/layout", image)
            .contains("Successfully verified"));
  }

  private String notation(String... arguments) throws IOException, InterruptedException {
    Path program = Peer.find("notation").program();
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("NOTATION_CONFIG", folder.resolve(".config/notation").toString());
    builder.environment().put("NOTATION_EXPERIMENTAL", "1");
    Process process = builder.start();
    process.getOutputStream().close();
    String text = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertEquals(0, process.waitFor(), text);
    return text;
  }
}
