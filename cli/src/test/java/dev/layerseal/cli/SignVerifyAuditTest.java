package dev.layerseal.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.layerseal.json.JsonObject;
import dev.layerseal.oci.Descriptor;
import dev.layerseal.oci.Digest;
import dev.layerseal.oci.Manifest;
import dev.layerseal.oci.store.ImageStore;
import dev.layerseal.oci.store.LayoutStore;
import dev.layerseal.testdata.TestIdentity;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The whole path on a layout: what is signed verifies, and what is changed does not. */
class SignVerifyAuditTest extends CommandTest {

  private static final TestIdentity ROOT = TestIdentity.root("rsa2048");
  private static final TestIdentity LEAF = ROOT.leaf("leaf", "rsa2048");
  private static final TestIdentity OTHER = TestIdentity.selfSigned("p256");

  @BeforeEach
  void writeImageAndKeys() throws Exception {
    DemoImage.unpack(folder.resolve("image"));
    write("leaf", LEAF, ROOT);
    write("other", OTHER);
    Files.writeString(folder.resolve("root.crt"), ROOT.certificatePem());
  }

  @Test
  void whatIsSignedVerifies() throws Exception {
    assertEquals(0, sign("leaf", "--dm-verity"), text(err));
    assertEquals(0, verify("root.crt", "--dm-verity"), text(err));
    assertTrue(text(out).contains("seals      verified"), text(out));
    assertEquals(0, verify("root.crt", "--layers-only"), text(err));
    assertTrue(text(out).contains("not signed: the config"), text(out));
    assertEquals(0, verify("root.crt", "--dm-verity", "--no-recompute"), text(err));
    assertTrue(text(out).contains("verified-not-recomputed"), text(out));
    assertEquals(0, run("audit", "--recompute", image()), text(out));
  }

  @Test
  void signingWarnsOfWhatNodesNeed() throws Exception {
    assertEquals(0, sign("leaf", "--dm-verity", "--recipe=full", "--dry-run"), text(err));
    assertTrue(text(out).contains("not there yet") && !text(out).contains("added"), text(out));
    assertTrue(text(err).contains("mkfs_options = [\"-T0\", \"--mkfs-time\"]"), text(err));
    assertFalse(text(out).contains("mkfs_options"), text(out));
    assertEquals(0, sign("leaf", "--dm-verity", "--recipe=full", "--dry-run", "-o", "json"));
    assertTrue(result(out).array("warnings").strings().get(0).contains("mkfs_options"), text(out));
    Path layout = folder.resolve("bare");
    try (ImageStore store = LayoutStore.create(layout)) {
      pushImageWithoutRootEntry(store);
    }
    List<String> arguments = new ArrayList<>(List.of("sign", "--oci-layout", "--dm-verity"));
    arguments.addAll(List.of("--key-file", file("leaf.key"), "--cert-file", file("leaf.crt")));
    arguments.add(layout + ":v1");
    assertEquals(0, run(arguments.toArray(String[]::new)), text(err));
    assertTrue(text(err).contains("no-root-entry"), text(err));
  }

  private static void pushImageWithoutRootEntry(ImageStore store) throws Exception {
    byte[] layer = new byte[1024];
    byte[] config =
        "{\"os\":\"linux\",\"architecture\":\"amd64\",\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[\"%s\"]}}"
            .formatted(Digest.sha256(layer))
            .getBytes(UTF_8);
    Descriptor configBlob = Descriptor.of("application/vnd.oci.image.config.v1+json", config);
    Descriptor layerBlob = Descriptor.of("application/vnd.oci.image.layer.v1.tar", layer);
    store.pushBlob(configBlob, config);
    store.pushBlob(layerBlob, layer);
    Manifest manifest =
        Manifest.of(Optional.empty(), configBlob, List.of(layerBlob), Optional.empty(), Map.of());
    store.pushManifest(manifest.descriptor(), manifest.bytes(), Optional.of("v1"));
  }

  @Test
  void anotherSignerIsNotTrusted() throws Exception {
    sign("leaf", "--dm-verity");
    assertEquals(1, verify("other.crt"));
    assertEquals(1, verify("other.crt", "--layers-only"));
    assertTrue(text(err).contains("no chain leads to a trusted certificate"), text(err));
  }

  @Test
  void unsignedIsNotVerified() throws Exception {
    assertEquals(1, verify("root.crt"));
    assertEquals(1, verify("root.crt", "--layers-only"));
    sign("leaf", "--layers-only");
    assertEquals(1, verify("root.crt"));
    assertEquals(0, verify("root.crt", "--layers-only"), text(err));
  }

  @Test
  void sealsMustBeThereOnlyWhenAskedFor() throws Exception {
    sign("leaf");
    assertEquals(0, verify("root.crt"), text(err));
    assertTrue(text(out).contains("seals      absent"), text(out));
    assertEquals(1, verify("root.crt", "--dm-verity"));
    assertEquals(0, verify("root.crt", "--dm-verity=ignore"), text(err));
  }

  @Test
  void runningAgainAddsNothing() throws Exception {
    sign("leaf", "--dm-verity");
    List<Path> before = files();
    assertEquals(0, sign("leaf", "--dm-verity"), text(err));
    assertEquals(before, files());
    assertEquals(0, sign("leaf", "--dm-verity", "--recipe", "tar-index"), text(err));
    assertNotEquals(before, files());
    List<Path> after = files();
    assertEquals(0, sign("leaf", "--dm-verity", "--dry-run", "--force"), text(err));
    assertEquals(after, files());
  }

  @Test
  void foreignAndBrokenSealsNeitherHelpNorHurt() throws Exception {
    sign("leaf", "--dm-verity");
    sign("other", "--layers-only", "--recipe", "tar-index");
    assertEquals(0, verify("root.crt", "--dm-verity"), text(err));
    assertTrue(text(err).contains("do not count"), text(err));
    assertEquals(0, verify("other.crt", "--layers-only"), text(err));
    assertEquals(1, verify("other.crt", "--dm-verity"));
  }

  @Test
  void severalRecipesStandSideBySide() throws Exception {
    assertEquals(
        0,
        sign("leaf", "--layers-only", "--recipe", "tar-index", "--recipe", "tar-index-fixed@1.8"),
        text(err));
    assertEquals(0, verify("root.crt", "--layers-only"), text(err));
    assertTrue(text(out).contains("tar-index-fixed@1.8"), text(out));
    assertTrue(text(out).contains("  tar-index\n"), text(out));
  }

  @Test
  void everyFormIsReadBack() throws Exception {
    for (String form : List.of("notary", "containerd", "proposal")) {
      assertEquals(0, sign("leaf", "--layers-only", "--referrer-form", form), text(err));
    }
    assertEquals(0, verify("root.crt", "--layers-only"), text(err));
    for (String form : List.of("notary", "containerd", "proposal")) {
      assertTrue(text(out).contains("  " + form + "  by"), form + text(out));
    }
  }

  @Test
  void theMetadataFormBringsIndexAndTree() throws Exception {
    Path temporary = Files.createDirectory(folder.resolve("temporary"));
    String[] options = {"--dm-verity", "--referrer-form", "metadata"};
    List<String> all = new ArrayList<>(List.of(options));
    all.addAll(List.of("--recipe", "tar-index-padded", "--temp-dir", temporary.toString()));
    String[] padded = all.toArray(String[]::new);
    assertEquals(0, sign("leaf", padded), text(err));
    assertTrue(text(out).contains("metadata"), text(out));
    try (Stream<Path> left = Files.list(temporary)) {
      assertEquals(List.of(), left.toList());
    }
    assertEquals(0, verify("root.crt", "--dm-verity"), text(err));
    assertTrue(text(out).contains("seals      verified"), text(out));
    assertEquals(0, run("audit", "--recompute", image()), text(out));
    assertEquals(0, run("list", "--oci-layout", image() + ":v1"), text(err));
    assertTrue(text(out).contains("application/vnd.containerd.erofs.dmverity.v1"), text(out));
    assertEquals(0, run("inspect", "--oci-layout", "-o", "json", image() + ":v1"), text(err));
    assertEquals("metadata", result(out).array("seals").objects().get(0).string("form"));
    List<Path> before = files();
    assertEquals(0, sign("leaf", padded), text(err));
    assertEquals(before, files());
  }

  @Test
  void theMetadataFormGoesWithOneRecipe() throws Exception {
    List<Path> before = files();
    for (List<String> more :
        List.of(
            List.<String>of(),
            List.of("--recipe", "tar-index"),
            List.of("--recipe", "full"),
            List.of("--recipe", "tar-index-padded", "--recipe", "full"),
            List.of("--recipe", "tar-index-padded", "--salt", "00ff"))) {
      List<String> options = new ArrayList<>(List.of("--dm-verity", "--referrer-form", "metadata"));
      options.addAll(more);
      assertEquals(2, sign("leaf", options.toArray(String[]::new)), more.toString());
      assertTrue(
          text(err).contains("--referrer-form metadata goes with --recipe tar-index-padded"),
          text(err));
    }
    assertEquals(before, files());
  }

  @Test
  void anExpiredCertificateSignsNothing() throws Exception {
    TestIdentity expired =
        dev.layerseal.testdata.CertificateMaker.named("expired", "rsa2048")
            .signsCode()
            .valid("2020-01-01T00:00:00Z", "2021-01-01T00:00:00Z")
            .selfSigned();
    write("expired", expired);
    List<Path> before = files();
    assertEquals(5, sign("expired", "--dm-verity"));
    assertTrue(text(err).contains("expired on"), text(err));
    assertEquals(before, files());
  }

  @Test
  void oneByteAnywhereIsNoticed() throws Exception {
    sign("leaf", "--dm-verity");
    LayoutBlobs.changeEach(
        folder.resolve("image"),
        (blob, seed) -> {
          int status = verify("root.crt", "--dm-verity");
          assertTrue(status == 1 || status == 3, status + " " + blob + " " + seed + text(err));
          assertEquals(1, run("audit", image()), blob + " " + seed);
        });
    assertEquals(0, verify("root.crt", "--dm-verity"), text(err));
  }

  @Test
  void aChangedIndexNeverMakesAnotherImageVerified() throws Exception {
    sign("leaf", "--dm-verity");
    verify("root.crt", "--dm-verity");
    String verified = text(out).lines().findFirst().orElseThrow();
    Path index = folder.resolve("image/index.json");
    byte[] bytes = Files.readAllBytes(index);
    for (int at = 0; at < bytes.length; at += 29) {
      byte[] changed = bytes.clone();
      changed[at] ^= 1;
      Files.write(index, changed);
      int status = verify("root.crt", "--dm-verity");
      assertNotEquals(70, status, text(err));
      assertTrue(status != 0 || text(out).startsWith(verified), "byte " + at + text(out));
    }
  }

  @Test
  void reportsAreJsonOnFailureToo() throws Exception {
    assertEquals(1, verify("root.crt", "-o", "json"));
    JsonObject result = result(out);
    assertFalse(result.bool("verified"));
    assertEquals("unsigned", result.object("error").string("reason"));
    assertEquals(0, sign("leaf", "--dm-verity", "-o", "json"));
    assertEquals(3, result(out).array("images").objects().get(0).array("layers").size());
    assertEquals(0, verify("root.crt", "-o", "json"));
    assertTrue(result(out).bool("verified"));
    assertEquals("verified", result(out).object("seals").string("state"));
  }

  @Test
  void auditWritesEveryFormat() throws Exception {
    assertEquals(1, run("audit", image()));
    assertTrue(text(out).contains("finding unsigned-manifest"), text(out));
    assertTrue(text(out).contains("finding unsigned-layer"), text(out));
    sign("leaf", "--dm-verity");
    assertEquals(1, run("audit", "--expiring", "36500d", image()));
    assertTrue(text(out).contains("finding expiring-soon"), text(out));
    assertEquals(1, run("audit", "--at", "2060-01-01T00:00:00Z", "-o", "sarif", image()));
    assertTrue(text(out).contains("\"ruleId\": \"expired\""), text(out));
    Path page = folder.resolve("page.html");
    assertEquals(0, run("audit", "-o", "html", "--out", page.toString(), folder.toString()));
    assertTrue(Files.readString(page).contains("<td>sound"), text(err));
    assertEquals(0, run("audit", "-o", "json", image()));
    assertEquals(2, JsonObject.parse(out.toByteArray()).array("signatures").size());
    assertEquals(2, run("verify", "-o", "html", "x"));
  }

  @Test
  void inspectShowsWhatIsInSignaturesAndSeals() throws Exception {
    sign("leaf", "--dm-verity", "-m", "release=7");
    assertEquals(0, run("inspect", "--oci-layout", image() + ":v1"), text(err));
    assertTrue(text(out).contains("    release: 7"), text(out));
    assertEquals(0, run("inspect", "--oci-layout", "-o", "json", image() + ":v1"), text(err));
    JsonObject image = result(out);
    assertEquals(2, image.array("signatures").objects().get(0).array("certificates").size());
    assertEquals("containerd", image.array("seals").objects().get(0).string("form"));
    assertEquals(3, image.array("seals").objects().get(0).array("layers").size());
  }

  @Test
  void overriddenValuesAreReadBackFromTheManifest() throws Exception {
    assertEquals(0, sign("leaf", "--layers-only", "--salt", "00ff"), text(err));
    assertEquals(0, verify("root.crt", "--layers-only"), text(err));
    assertTrue(text(out).contains("tar-index-fixed with overrides"), text(out));
  }

  @Test
  void sealsOfAnotherImageAreOrphans() throws Exception {
    sign("leaf", "--dm-verity");
    String digest = digestOfImage();
    Files.delete(folder.resolve("image/blobs/sha256").resolve(digest));
    assertEquals(1, run("audit", image()));
    assertTrue(text(out).contains("finding orphan-referrer"), text(out));
  }

  private String digestOfImage() {
    verify("root.crt");
    String line = text(out).lines().findFirst().orElseThrow();
    return line.substring(line.indexOf("sha256:") + 7);
  }

  private static JsonObject result(ByteArrayOutputStream bytes) throws Exception {
    return JsonObject.parse(bytes.toByteArray()).array("results").objects().get(0);
  }

  private int sign(String key, String... more) {
    List<String> arguments = new ArrayList<>(List.of("sign", "--oci-layout"));
    arguments.addAll(List.of("--key-file", file(key + ".key"), "--cert-file", file(key + ".crt")));
    arguments.addAll(List.of(more));
    arguments.add(image() + ":v1");
    return run(arguments.toArray(String[]::new));
  }

  private int verify(String trusted, String... more) {
    List<String> arguments = new ArrayList<>(List.of("verify", "--oci-layout"));
    arguments.addAll(List.of("--trust-cert", file(trusted)));
    arguments.addAll(List.of(more));
    arguments.add(image() + ":v1");
    return run(arguments.toArray(String[]::new));
  }

  private String image() {
    return file("image");
  }

  private List<Path> files() throws Exception {
    return LayoutBlobs.files(folder.resolve("image"));
  }

  private void write(String name, TestIdentity leaf, TestIdentity... issuers) throws Exception {
    Files.writeString(folder.resolve(name + ".key"), leaf.keyPem());
    StringBuilder chain = new StringBuilder(leaf.certificatePem());
    for (TestIdentity issuer : issuers) {
      chain.append(issuer.certificatePem());
    }
    Files.writeString(folder.resolve(name + ".crt"), chain);
  }
}
