package dev.layerseal.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.layerseal.cli.interop.Responder;
import dev.layerseal.cli.interop.RevocationAuthority;
import dev.layerseal.oci.Descriptor;
import dev.layerseal.oci.Manifest;
import dev.layerseal.oci.store.ImageStore;
import dev.layerseal.oci.store.LayoutStore;
import dev.layerseal.signer.LocalKey;
import dev.layerseal.signer.notary.NotaryOptions;
import dev.layerseal.signer.notary.NotarySigner;
import dev.layerseal.testdata.NotationPeer;
import dev.layerseal.testdata.TestIdentity;
import dev.layerseal.x509.CertificateChain;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Revocation as {@code verify} tells it, beside what notation says about the same image. */
@Tag("interop")
class RevocationCommandsTest extends CommandTest {

  private static final TestIdentity ROOT = RevocationAuthority.ROOT;
  private static final String NOWHERE = "http://127.0.0.1:1/";

  private final Instant now = Instant.now();
  private RevocationAuthority authority = new RevocationAuthority(folder);
  private String image = "";

  @BeforeEach
  void trustTheRoot() throws Exception {
    authority = new RevocationAuthority(folder);
    Path store = Files.createDirectories(config().resolve("truststore/x509/ca/test"));
    Files.writeString(store.resolve("root.crt"), ROOT.certificatePem());
    policy("strict");
  }

  @Test
  void tellsWhatAResponderSays() throws Exception {
    try (Responder responder = Responder.start(authority::answer)) {
      TestIdentity leaf = RevocationAuthority.leafWithResponder(responder.address());
      sign(leaf);
      authority.prepare(leaf, "V", ROOT);
      both(0, "");
      authority.prepare(leaf, "R", ROOT);
      both(1, "revoked");
      authority.prepare(leaf, "-", ROOT);
      both(4, "unknown");
      authority.prepare(leaf, "V", TestIdentity.root("p384"));
      both(4, "unusable");
      authority.prepare(leaf, "V", ROOT);
      String later = now.plus(Duration.ofDays(3)).toString();
      assertEquals(4, verifyImage("--at", later));
      assertTrue(text().contains("stale"), text());
    }
    both(4, "unreachable");
  }

  @Test
  void tellsWhatAListSays() throws Exception {
    byte[][] served = {new byte[0]};
    try (Responder server = Responder.start(request -> served[0])) {
      TestIdentity leaf = RevocationAuthority.leafWithList(server.address());
      sign(leaf);
      authority.prepare(leaf, "V", ROOT);
      served[0] = list("stale", -Duration.ofDays(2).toHours(), -24);
      both(4, "stale");
      served[0] = "no list".getBytes(UTF_8);
      both(4, "unusable");
      served[0] = list("good", -1, 24);
      both(0, "");
      forget();
      authority.prepare(leaf, "R", ROOT);
      served[0] = list("revoked", -1, 24);
      both(1, "revoked");
    }
    forget();
    both(4, "unreachable");
    policy("permissive");
    both(0, "unreachable");
  }

  @Test
  void takesListsAndAnswersFromFiles() throws Exception {
    TestIdentity leaf = RevocationAuthority.leafWithList(NOWHERE);
    sign(leaf);
    authority.prepare(leaf, "V", ROOT);
    list("good.crl", -1, 24);
    Path answer = authority.answerFile("good.ocsp");
    list("stale.crl", -48, -24);
    assertEquals(0, verifyImage("--crl", file("good.crl")), text());
    assertEquals(4, verifyImage("--crl", file("stale.crl")), text());
    assertEquals(0, verifyImage("--ocsp", answer.toString()), text());
    authority.prepare(leaf, "R", ROOT);
    list("revoked.crl", -1, 24);
    Path revoked = authority.answerFile("revoked.ocsp");
    assertEquals(1, verifyImage("--crl", file("revoked.crl")), text());
    assertEquals(1, verifyImage("--ocsp", revoked.toString()), text());
    assertEquals(1, verifyImage("--crl", file("good.crl"), "--ocsp", revoked.toString()), text());
    assertEquals(4, verifyImage());
    assertEquals(3, verifyImage("--crl", answer.toString()), text());
    assertEquals(3, verifyImage("--ocsp", file("good.crl")), text());
    assertEquals(4, verifyImage("--crl", file("absent")), text());
  }

  @Test
  void keepsListsWhereNotationLooksForThem() throws Exception {
    byte[][] served = {new byte[0]};
    String address;
    try (Responder server = Responder.start(request -> served[0])) {
      address = server.address();
      TestIdentity leaf = RevocationAuthority.leafWithList(address);
      sign(leaf);
      authority.prepare(leaf, "V", ROOT);
      served[0] = list("good", -1, 24);
      both(0, "");
    }
    Path ours = only(folder.resolve(".cache/notation/crl"));
    Path theirs = only(folder.resolve("cache/crl"));
    assertEquals(theirs.getFileName(), ours.getFileName());
    assertArrayEquals(Files.readAllBytes(theirs), Files.readAllBytes(ours));
    both(0, "");
    Path kept = Files.move(ours, folder.resolve("kept"));
    assertEquals(4, verifyImage());
    Files.copy(theirs, ours);
    assertEquals(0, verifyImage(), text());
    Files.delete(theirs);
    assertEquals(1, notation());
    Files.copy(kept, theirs);
    assertEquals(0, notation());
  }

  @Test
  void takesListsAlongInABundle() throws Exception {
    byte[][] served = {new byte[0]};
    for (String state : List.of("V", "R")) {
      try (Responder server = Responder.start(request -> served[0])) {
        TestIdentity leaf = RevocationAuthority.leafWithList(server.address());
        sign(leaf);
        authority.prepare(leaf, state, ROOT);
        served[0] = list("list", -1, 24);
        export(state + ".tar", "--revocation");
        export("bare.tar");
      }
      assertEquals(4, verify("bare.tar"), text());
      assertEquals(state.equals("V") ? 0 : 1, verify(state + ".tar"), text());
      String later = now.plus(Duration.ofDays(3)).toString();
      assertEquals(4, verify(state + ".tar", "--at", later), text());
      assertTrue(text().contains("stale"), text());
    }
  }

  @Test
  void takesAnswersAlongInABundle() throws Exception {
    try (Responder server = Responder.start(authority::answer)) {
      TestIdentity leaf = RevocationAuthority.leafWithResponder(server.address());
      sign(leaf);
      authority.prepare(leaf, "V", ROOT);
      export("good.tar", "--revocation");
    }
    assertEquals(0, verify("good.tar"), text());
    String imported = folder.resolve("imported") + ":v1";
    assertEquals(0, run("bundle", "import", "--oci-layout", file("good.tar"), imported), text());
    assertEquals(0, run("verify", "--oci-layout", "--scope", "local/test", imported), text());
  }

  @Test
  void saysForWhichCertificatesABundleHasNoAnswer() throws Exception {
    sign(RevocationAuthority.leafWithList(NOWHERE));
    export("open.tar", "--revocation");
    assertTrue(text().contains("no answer: CN=asked"), text());
    assertEquals(4, verify("open.tar"), text());
  }

  private void export(String name, String... options) {
    List<String> command =
        new ArrayList<>(List.of("bundle", "export", "--oci-layout", "--out", file(name)));
    command.addAll(List.of(options));
    command.add(folder.resolve("layout") + image.substring(image.indexOf('@')));
    assertEquals(0, run(command.toArray(String[]::new)), text());
  }

  private int verify(String bundle, String... options) {
    List<String> command =
        new ArrayList<>(List.of("verify", "--oci-layout", "--scope", "local/test"));
    command.addAll(List.of(options));
    command.add(file(bundle));
    return run(command.toArray(String[]::new));
  }

  /** One image, verified by both; a status other than 0 is 1 for notation. */
  private void both(int status, String word) throws Exception {
    assertEquals(status, verifyImage(), text());
    assertTrue(text().contains(word), text());
    assertEquals(status == 0 ? 0 : 1, notation());
  }

  private int notation() throws Exception {
    return new NotationPeer(folder, config())
        .run(List.of("verify", "--oci-layout", "--scope", "local/test", image))
        .status();
  }

  private int verifyImage(String... options) {
    List<String> command =
        new ArrayList<>(List.of("verify", "--oci-layout", "--scope", "local/test"));
    command.addAll(List.of(options));
    command.add(image);
    return run(command.toArray(String[]::new));
  }

  private void sign(TestIdentity leaf) throws Exception {
    Path layout = folder.resolve("layout");
    byte[] empty = "{}".getBytes(UTF_8);
    Descriptor config = Descriptor.of("application/vnd.oci.image.config.v1+json", empty);
    Manifest manifest =
        Manifest.of(Optional.empty(), config, List.of(), Optional.empty(), Map.of());
    CertificateChain chain = new CertificateChain(List.of(leaf.certificate(), ROOT.certificate()));
    try (ImageStore store = LayoutStore.create(layout)) {
      store.pushBlob(config, empty);
      store.pushManifest(manifest.descriptor(), manifest.bytes(), Optional.of("v1"));
      new NotarySigner(LocalKey.of(leaf.key(), chain))
          .sign(manifest.descriptor(), NotaryOptions.of("layerseal/test"), now)
          .push(store);
    }
    image = layout + "@" + manifest.descriptor().digest();
  }

  private void policy(String level) throws Exception {
    Files.writeString(
        config().resolve("trustpolicy.json"),
        """
        {"version":"1.0","trustPolicies":[{"name":"all","registryScopes":["*"],
         "signatureVerification":{"level":"%s"},
         "trustStores":["ca:test"],"trustedIdentities":["*"]}]}
        """
            .formatted(level));
  }

  private byte[] list(String name, long fromHours, long nextHours) throws Exception {
    return Files.readAllBytes(
        authority.list(
            name, now.plus(Duration.ofHours(fromHours)), now.plus(Duration.ofHours(nextHours))));
  }

  private void forget() throws Exception {
    for (Path cache : List.of(folder.resolve(".cache/notation/crl"), folder.resolve("cache/crl"))) {
      Files.delete(only(cache));
    }
  }

  private static Path only(Path cache) throws Exception {
    try (Stream<Path> files = Files.list(cache)) {
      return files.reduce((one, other) -> other).orElseThrow();
    }
  }

  private Path config() throws Exception {
    return Files.createDirectories(folder.resolve(".config/notation"));
  }
}
