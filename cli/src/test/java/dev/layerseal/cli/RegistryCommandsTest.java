package dev.layerseal.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.layerseal.json.JsonObject;
import dev.layerseal.oci.Descriptor;
import dev.layerseal.oci.Manifest;
import dev.layerseal.testdata.registry.Answer;
import dev.layerseal.testdata.registry.FaultyRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Commands that talk to registries, and what they say when a registry misbehaves. */
class RegistryCommandsTest extends CommandTest {

  private static final byte[] LAYER = "layer".getBytes(UTF_8);
  private static final Manifest IMAGE =
      Manifest.of(
          Optional.empty(),
          Descriptor.of("application/vnd.oci.image.config.v1+json", Descriptor.emptyJson()),
          List.of(Descriptor.of("application/vnd.oci.image.layer.v1.tar", LAYER)),
          Optional.empty(),
          Map.of());

  private final FaultyRegistry registry = start();

  private static FaultyRegistry start() {
    try {
      return FaultyRegistry.start();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @BeforeEach
  void fill() {
    registry.putBlob("app", Descriptor.emptyJson());
    registry.putBlob("app", LAYER);
    put("v1", IMAGE);
  }

  @AfterEach
  void stop() {
    registry.close();
  }

  private void put(String reference, Manifest manifest) {
    registry.putManifest("app", reference, manifest.mediaType(), manifest.bytes());
  }

  private Manifest seal(Manifest subject, String kind, String created) {
    Manifest seal =
        Manifest.artifact(
            kind,
            List.of(),
            subject.descriptor(),
            Map.of("org.opencontainers.image.created", created));
    put(seal.descriptor().digest().toString(), seal);
    return seal;
  }

  private String reference() {
    return registry.address() + "/app:v1";
  }

  @Test
  void listsReferrersAsATree() {
    Manifest seal = seal(IMAGE, "application/x", "2026-01-01T00:00:00Z");
    Manifest below = seal(seal, "application/\u001b[31my", "now");
    assertEquals(0, run("list", reference()), text(err));
    assertEquals(
        """
        %s/app@%s
        └── application/x
            ├── %s  2026-01-01T00:00:00Z
            └── application/?[31my
                └── %s  now
        """
            .formatted(
                registry.address(),
                IMAGE.descriptor().digest(),
                seal.descriptor().digest(),
                below.descriptor().digest()),
        text(out));
  }

  @Test
  void listsReferrersAsJson() throws Exception {
    Manifest seal = seal(IMAGE, "application/x", "now");
    assertEquals(0, run("list", "-o", "json", reference()), text(err));
    JsonObject found = JsonObject.parse(out.toByteArray()).array("referrers").objects().get(0);
    assertEquals(seal.descriptor().digest().toString(), found.string("digest"));
    assertEquals("application/x", found.string("artifactType"));
  }

  @Test
  void leavesOutWhatOnlyTheListCallsAReferrer() {
    registry.fault(
        "GET",
        "/v2/app/referrers/.*",
        1,
        answer ->
            answer.withBody(
                FaultyRegistry.json(
                    "{'schemaVersion':2,'manifests':[{'mediaType':'%s','digest':'%s','size':%d}]}"
                        .formatted(
                            IMAGE.mediaType(),
                            IMAGE.descriptor().digest(),
                            IMAGE.bytes().length))));
    assertEquals(0, run("list", reference()));
    assertEquals(1, text(out).lines().count());
  }

  @Test
  void keepsALogin() throws IOException {
    registry.authenticate("me", "secret", "Basic realm=x");
    assertEquals(4, run("list", reference()));
    assertTrue(text(err).contains("hint: run layerseal login " + registry.address()), text(err));
    assertEquals(2, run("login", "-u", "me", "-p", "secret", registry.address()));
    assertEquals(4, run("login", "--plain-text", "-u", "me", "-p", "wrong", registry.address()));
    assertFalse(Files.exists(folder.resolve(".docker")));
    assertEquals(0, run("login", "--plain-text", "-u", "me", "-p", "secret", registry.address()));
    assertEquals(0, run("list", reference()), text(err));
    assertEquals(0, run("logout", registry.address()));
    assertEquals(4, run("list", reference()));
    assertEquals(0, run("list", "-u", "me", "-p", "secret", reference()));
    assertFalse(text(err).contains("secret") || text(out).contains("secret"));
  }

  @Test
  void carriesAnImageInABundle() throws IOException {
    Manifest seal = seal(IMAGE, "application/x", "now");
    seal(seal, "application/y", "now");
    Path file = folder.resolve("app.tar");
    assertEquals(0, run("bundle", "export", reference(), "--out", file.toString()), text(err));
    assertTrue(text(out).contains("3 manifests and 2 blobs"), text(out));
    byte[] first = Files.readAllBytes(file);
    assertEquals(0, run("bundle", "export", reference(), "--out", file.toString()));
    assertArrayEquals(first, Files.readAllBytes(file));
    String target = registry.address() + "/copy:v2";
    assertEquals(0, run("bundle", "import", file.toString(), target), text(err));
    assertEquals(3, registry.manifestCount("copy"));
    String layout = folder.resolve("layout") + ":v3";
    assertEquals(0, run("bundle", "import", file.toString(), "--oci-layout", layout), text(err));
    out.reset();
    assertEquals(0, run("list", "--oci-layout", layout));
    String fromLayout = text(out).lines().skip(1).toList().toString();
    out.reset();
    assertEquals(0, run("list", target));
    assertEquals(fromLayout, text(out).lines().skip(1).toList().toString());
    out.reset();
    assertEquals(0, run("list", "--oci-layout", file + ":v1"));
    assertEquals(fromLayout, text(out).lines().skip(1).toList().toString());
  }

  @Test
  void leavesNothingBehindWhenABundleFails() throws IOException {
    seal(IMAGE, "application/x", "now");
    Path file = folder.resolve("app.tar");
    registry.fault("GET", ".*/blobs/.*", 9, answer -> answer.flipped(0));
    assertStatus(3, "digest differs", "bundle", "export", reference(), "--out", file.toString());
    assertEquals(0, folder.toFile().list().length);
    registry.fault("GET", ".*/blobs/.*", -1, answer -> answer);
    byte[] cut = new byte[5000];
    Files.write(file, cut);
    String target = registry.address() + "/copy:v2";
    assertStatus(3, "no OCI layout", "bundle", "import", file.toString(), target);
    assertTrue(registry.isEmpty("copy"));
  }

  @Test
  void aManifestCannotSpeakForLayerseal() {
    assertEquals("layerseal: error: x?hint: run me?[2J?", line("x\nhint: run me\u001b[2J\u009b"));
  }

  private String line(String message) {
    err.reset();
    Terminal terminal = Layerseal.terminal(out, err);
    terminal.error(message, null);
    return text(err).strip();
  }

  @Test
  void importsOnlyTheImageOfTheDigest() throws IOException {
    Path file = folder.resolve("app.tar");
    assertEquals(0, run("bundle", "export", reference(), "--out", file.toString()), text(err));
    out.reset();
    String other = registry.address() + "/copy@sha256:" + "0".repeat(64);
    assertStatus(1, "digest differs", "bundle", "import", file.toString(), other);
    assertTrue(registry.isEmpty("copy"));
  }

  @Test
  void everyFaultHasItsStatusAndAMessage() {
    assertStatus(4, "app:v2: no such image", "list", registry.address() + "/app:v2");
    assertStatus(3, "expected registry/repository", "list", registry.address() + "/App");
    assertStatus(2, "missing required parameter", "list");
    assertStatus(2, "is no time", "list", "--timeout", "5", reference());
    assertStatus(2, "a name needs a password", "list", "-u", "me", reference());
    assertStatus(4, "no such file", "list", "--oci-layout", folder.resolve("absent") + ":v1");
    assertStatus(3, "no OCI layout", "list", "--oci-layout", folder.toString());
    registry.fault("GET", ".*/manifests/.*", 1, answer -> Answer.error(403, "DENIED", "no"));
    assertStatus(4, "403: not allowed: DENIED no", "list", reference());
    registry.fault("GET", ".*/manifests/.*", 5, answer -> Answer.of(429).with("Retry-After", "0"));
    assertStatus(4, "429: too many requests, tried 5 times", "list", reference());
    registry.fault("GET", ".*/manifests/.*", 5, answer -> Answer.of(503).with("Retry-After", "0"));
    assertStatus(4, "answer 503, tried 5 times", "list", reference());
    registry.fault("GET", ".*/manifests/.*", 1, answer -> answer.withBody(new byte[] {'{'}));
    assertStatus(3, "the registry calls it", "list", reference());
    registry.fault("GET", ".*/manifests/.*", 1, answer -> answer.flipped(9));
    assertStatus(3, "the registry calls it", "list", reference());
  }

  private void assertStatus(int status, String message, String... arguments) {
    err.reset();
    assertEquals(status, run(arguments), text(err));
    assertTrue(text(err).contains(message), text(err));
    assertEquals("", text(out));
  }
}
