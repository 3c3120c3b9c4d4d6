package dev.layerseal.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.layerseal.composefs.seal.ComposefsSeal;
import dev.layerseal.composefs.seal.ComposefsSealManifest;
import dev.layerseal.composefs.seal.SealedPart;
import dev.layerseal.fsverity.FsVerityDigest;
import dev.layerseal.json.JsonObject;
import dev.layerseal.oci.Descriptor;
import dev.layerseal.oci.LayoutReference;
import dev.layerseal.oci.Manifest;
import dev.layerseal.oci.store.LayoutStore;
import dev.layerseal.pkcs7.DigestAlgorithm;
import dev.layerseal.pkcs7.KeyType;
import dev.layerseal.pkcs7.SignedData;
import dev.layerseal.signer.PreparedComposefsSeal;
import dev.layerseal.testdata.Peer;
import dev.layerseal.testdata.TestIdentity;
import dev.layerseal.testdata.registry.FaultyRegistry;
import dev.layerseal.testdata.registry.RegistryPeer;
import dev.layerseal.x509.CertificateChain;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Signature;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Images sealed for composefs: what is sealed verifies, and what is changed does not. */
class ComposefsSealTest extends CommandTest {

  private static final TestIdentity ROOT = TestIdentity.root("rsa2048");
  private static final TestIdentity LEAF = ROOT.leaf("leaf", "rsa2048");
  private static final TestIdentity OTHER = TestIdentity.selfSigned("p256");

  @BeforeEach
  void writeImageAndKeys() throws Exception {
    DemoImage.unpack(folder.resolve("image"));
    Files.writeString(folder.resolve("leaf.key"), LEAF.keyPem());
    String leaf = LEAF.certificatePem();
    Files.writeString(folder.resolve("leaf.crt"), leaf + ROOT.certificatePem());
    Files.writeString(folder.resolve("leaf-alone.crt"), leaf);
    Files.writeString(folder.resolve("other.key"), OTHER.keyPem());
    Files.writeString(folder.resolve("other.crt"), OTHER.certificatePem());
    Files.writeString(folder.resolve("root.crt"), ROOT.certificatePem());
  }

  @Test
  void whatIsSealedVerifies() throws Exception {
    assertEquals(0, sign("leaf", "--composefs"), text(err));
    assertEquals(0, verify("root.crt", "--composefs"), text(err));
    assertTrue(text(out).contains("composefs  verified"), text(out));
    assertEquals(0, verify("root.crt", "--composefs-only"), text(err));
    assertTrue(text(out).startsWith("Successfully verified the composefs seal of"), text(out));
    assertEquals(0, verify("root.crt", "--composefs-only", "--no-recompute"), text(err));
    assertTrue(text(out).contains("composefs  verified-not-recomputed"), text(out));
    assertEquals(1, run("audit", "--recompute", image()), text(out));
    assertTrue(text(out).contains("sound   composefs"), text(out));
    assertTrue(
        text(out)
            .lines()
            .allMatch(
                one -> !one.startsWith("finding") || one.startsWith("finding unsigned-layer")),
        text(out));
    assertEquals(0, run("list", "--oci-layout", ref()), text(err));
    assertTrue(text(out).contains("application/vnd.composefs.metadata.v1"), text(out));
    List<Path> before = files();
    assertEquals(0, sign("leaf", "--composefs"), text(err));
    assertTrue(text(out).contains("there already"), text(out));
    assertEquals(before, files());
    assertEquals(0, sign("leaf", "--composefs", "--no-certs"), text(err));
    assertNotEquals(before, files());
  }

  @Test
  void theSealIsThatOfTheDraft() throws Exception {
    assertEquals(0, sign("leaf", "--composefs-only"), text(err));
    assertEquals(0, run("inspect", "--oci-layout", "-o", "json", ref()), text(err));
    JsonObject seal = result().array("composefs").objects().get(0);
    JsonObject manifest = JsonObject.parse(Files.readAllBytes(blob(seal.string("digest"))));
    assertEquals("application/vnd.composefs.metadata.v1", manifest.string("artifactType"));
    assertEquals(
        "application/vnd.oci.empty.v1+json", manifest.object("config").string("mediaType"));
    assertEquals(
        seal.object("subject").string("digest"), manifest.object("subject").string("digest"));
    List<JsonObject> entries = manifest.array("layers").objects();
    List<String> parts = List.of("manifest", "config", "merged.erofs.v1");
    for (int i = 0; i < 3; i++) {
      assertEquals(
          "application/vnd.composefs.signature.v1+pkcs7", entries.get(i).string("mediaType"));
      String key = "composefs." + parts.get(i) + ".fsverity-sha512-12";
      String digest = entries.get(i).object("annotations").string(key);
      assertEquals(seal.array("digests").objects().get(i).string("digest"), digest);
    }
    assertEquals(0, sign("leaf", "--composefs-only", "--composefs-hash", "sha256"), text(err));
    assertEquals(0, verify("root.crt", "--composefs-only"), text(err));
    assertEquals(2, sign("leaf", "--no-certs"));
    assertEquals(2, sign("leaf", "--composefs", "--composefs-hash", "md5"));
  }

  @Test
  @Tag("interop")
  void withoutCertificatesTheSignaturesAreThoseOfFsverity() throws Exception {
    for (String hash : List.of("sha512", "sha256")) {
      assertEquals(
          0, sign("leaf", "--composefs-only", "--no-certs", "--composefs-hash", hash), text(err));
      Map<String, byte[]> signatures = signatures("fsverity-" + hash + "-12");
      JsonObject subject = result().array("composefs").objects().get(0).object("subject");
      Path manifest = blob(subject.string("digest"));
      String config =
          JsonObject.parse(Files.readAllBytes(manifest)).object("config").string("digest");
      String merged = file("merged.cfs");
      assertEquals(
          0,
          run("composefs", "build", "--oci-layout", "--hash", hash, ref(), "--out", merged),
          text(err));
      assertArrayEquals(fsverity(manifest, hash), signatures.get("manifest"));
      assertArrayEquals(fsverity(blob(config), hash), signatures.get("config"));
      assertArrayEquals(fsverity(Path.of(merged), hash), signatures.get("merged"));
    }
    assertEquals(0, verify("leaf-alone.crt", "--composefs-only"), text(err));
    assertEquals(1, verify("root.crt", "--composefs-only"));
    assertTrue(text(err).contains("has no certificate"), text(err));
  }

  @Test
  void sealsMustBeThereOnlyWhenAskedFor() throws Exception {
    sign("leaf");
    assertEquals(0, verify("root.crt"), text(err));
    assertEquals(1, verify("root.crt", "--composefs"));
    assertTrue(text(err).contains("the image has no composefs seal"), text(err));
    assertEquals(1, verify("root.crt", "--composefs-only"));
    sign("other", "--composefs-only");
    assertEquals(0, verify("root.crt"), text(err));
    assertTrue(text(err).contains("does not count"), text(err));
    assertEquals(1, verify("root.crt", "--composefs"));
    assertEquals(0, verify("root.crt", "--composefs=ignore"), text(err));
  }

  @Test
  void aSealOverAnotherDigestIsRefused() throws Exception {
    sign("leaf");
    Path index = folder.resolve("image/index.json");
    byte[] unsealed = Files.readAllBytes(index);
    List<ComposefsSeal> seals = seals();
    for (SealedPart part : List.of(SealedPart.MANIFEST, SealedPart.CONFIG, SealedPart.MERGED)) {
      Files.write(index, unsealed);
      List<ComposefsSeal> changed = new ArrayList<>();
      for (ComposefsSeal seal : seals) {
        changed.add(seal.part() == part ? signed(part, new byte[64]) : seal);
      }
      push(changed);
      assertEquals(1, verify("root.crt"), part.toString());
      assertTrue(text(err).contains(part + ": fs-verity digest differs"), text(err));
      assertEquals(1, verify("root.crt", "--composefs-only", "-o", "json"));
      assertEquals("digest-differs", result().object("error").string("reason"));
      assertEquals(1, run("audit", "--recompute", image()));
      assertTrue(text(out).contains("finding bad-signature"), text(out));
    }
    Files.write(index, unsealed);
    push(seals);
    assertEquals(0, verify("root.crt", "--composefs"), text(err));
  }

  @Test
  void aSealThatLeavesTheManifestOutIsRefused() throws Exception {
    sign("leaf");
    Path index = folder.resolve("image/index.json");
    byte[] unsealed = Files.readAllBytes(index);
    List<ComposefsSeal> seals = seals();
    Files.write(index, unsealed);
    push(List.of(seals.get(2)));
    assertEquals(1, verify("root.crt"));
    assertTrue(text(err).contains("the seal has no entry for the manifest"), text(err));
  }

  @Test
  void aSealThatWasMovedToAnotherImageIsRefused() throws Exception {
    List<ComposefsSeal> seals = seals();
    try (LayoutStore store = LayoutStore.open(Path.of(image()))) {
      Descriptor image = store.resolve(LayoutReference.parse(ref()));
      String manifest = new String(store.fetchManifest(image), UTF_8);
      byte[] changed = manifest.replaceFirst("\\}$", ",\"x\":1}").getBytes(UTF_8);
      Descriptor moved = Descriptor.of(image.mediaType(), changed);
      store.pushManifest(moved, changed, Optional.of("v1"));
    }
    assertEquals(1, verify("root.crt", "--composefs-only"));
    assertTrue(text(err).contains("the image has no composefs seal"), text(err));
    push(seals);
    assertEquals(1, verify("root.crt", "--composefs-only"));
    assertTrue(text(err).contains("manifest: fs-verity digest differs"), text(err));
  }

  @Test
  void oneByteAnywhereIsNoticed() throws Exception {
    sign("leaf", "--composefs-only");
    LayoutBlobs.changeEach(
        folder.resolve("image"),
        (blob, seed) -> {
          int status = verify("root.crt", "--composefs-only");
          assertTrue(List.of(1, 3, 4).contains(status), status + " for " + blob + ", " + seed);
        });
    assertEquals(0, verify("root.crt", "--composefs-only"), text(err));
  }

  @Test
  void aChangedLayerConfigOrManifestIsBrokenBytes() throws Exception {
    sign("leaf", "--composefs-only");
    assertEquals(0, run("inspect", "--oci-layout", "-o", "json", ref()), text(err));
    String digest = result().string("digest");
    JsonObject manifest = JsonObject.parse(Files.readAllBytes(blob(digest)));
    String layer = manifest.array("layers").objects().get(1).string("digest");
    String config = manifest.object("config").string("digest");
    for (String changed : List.of(layer, config, digest)) {
      byte[] before = Files.readAllBytes(blob(changed));
      byte[] after = before.clone();
      after[before.length / 2] ^= 1;
      Files.write(blob(changed), after);
      assertEquals(3, verify("root.crt", "--composefs-only"), changed);
      assertTrue(text(err).contains(changed), text(err));
      Files.write(blob(changed), before);
    }
    assertEquals(0, verify("root.crt", "--composefs-only"), text(err));
  }

  @Test
  void aRegistryKeepsTheSealAsALayoutDoes() throws Exception {
    for (boolean referrers : new boolean[] {true, false}) {
      try (FaultyRegistry registry = FaultyRegistry.start().referrersApi(referrers)) {
        sealIn(registry.address());
      }
    }
  }

  @Test
  @Tag("interop")
  void realRegistriesKeepIt() throws Exception {
    for (String name : List.of("registry-referrers", "docker-registry")) {
      Path data = Files.createDirectory(folder.resolve(name));
      try (RegistryPeer registry = RegistryPeer.start(name, data)) {
        sealIn(registry.address());
      }
    }
  }

  private void sealIn(String registry) throws Exception {
    String reference = registry + "/app:v1";
    String bundle = file("bundle.tar");
    assertEquals(0, run("bundle", "export", "--oci-layout", ref(), "--out", bundle), text(err));
    assertEquals(0, run("bundle", "import", bundle, reference), text(err));
    Files.delete(Path.of(bundle));
    String[] keys = {"--key-file", file("leaf.key"), "--cert-file", file("leaf.crt")};
    assertEquals(0, run("sign", "--composefs", keys[0], keys[1], keys[2], keys[3], reference));
    String[] trust = {"verify", "--trust-cert", file("root.crt"), "--composefs", reference};
    assertEquals(0, run(trust), text(err));
    assertTrue(text(out).contains("composefs  verified"), text(out));
    assertEquals(1, run("audit", "--recompute", reference));
    assertTrue(text(out).contains("sound   composefs"), text(out));
  }

  /** Seals the image, and gives what the seal is made of. */
  private List<ComposefsSeal> seals() throws Exception {
    assertEquals(0, sign("leaf", "--composefs-only", "--force"), text(err));
    try (LayoutStore store = LayoutStore.open(Path.of(image()))) {
      Descriptor image = store.resolve(LayoutReference.parse(ref()));
      for (Descriptor referrer : store.referrers(image.digest())) {
        Manifest manifest = Manifest.decode(referrer.mediaType(), store.fetchManifest(referrer));
        if (ComposefsSealManifest.describes(manifest)) {
          return ComposefsSealManifest.decode(manifest).open(store);
        }
      }
    }
    throw new AssertionError("no seal");
  }

  private void push(List<ComposefsSeal> seals) throws Exception {
    try (LayoutStore store = LayoutStore.open(Path.of(image()))) {
      Descriptor image = store.resolve(LayoutReference.parse(ref()));
      new PreparedComposefsSeal(ComposefsSealManifest.of(image, seals), seals).push(store);
    }
  }

  private static ComposefsSeal signed(SealedPart part, byte[] bytes) throws Exception {
    FsVerityDigest digest = FsVerityDigest.of(bytes);
    Signature engine = Signature.getInstance("SHA512withRSA");
    engine.initSign(LEAF.key());
    engine.update(digest.formatted());
    CertificateChain chain = new CertificateChain(List.of(LEAF.certificate()));
    return new ComposefsSeal(
        part, digest, SignedData.of(chain, DigestAlgorithm.SHA512, KeyType.RSA, engine.sign()));
  }

  /** The blobs of the seal with digests called {@code hash}, by part. */
  private Map<String, byte[]> signatures(String hash) throws Exception {
    assertEquals(0, run("inspect", "--oci-layout", "-o", "json", ref()), text(err));
    Map<String, byte[]> found = new LinkedHashMap<>();
    for (JsonObject seal : result().array("composefs").objects()) {
      if (seal.string("hash").equals(hash)) {
        JsonObject manifest = JsonObject.parse(Files.readAllBytes(blob(seal.string("digest"))));
        for (int i = 0; i < 3; i++) {
          String part = seal.array("digests").objects().get(i).string("part");
          String digest = manifest.array("layers").objects().get(i).string("digest");
          found.put(part, Files.readAllBytes(blob(digest)));
        }
      }
    }
    return found;
  }

  private byte[] fsverity(Path content, String hash) throws Exception {
    Path signature = folder.resolve("signature");
    Peer.find("fsverity")
        .run(
            "sign",
            content,
            signature,
            "--key=" + file("leaf.key"),
            "--cert=" + file("leaf.crt"),
            "--hash-alg=" + hash)
        .orFail();
    return Files.readAllBytes(signature);
  }

  private JsonObject result() throws Exception {
    return JsonObject.parse(out.toByteArray()).array("results").objects().get(0);
  }

  private int sign(String key, String... more) {
    List<String> arguments = new ArrayList<>(List.of("sign", "--oci-layout"));
    arguments.addAll(List.of("--key-file", file(key + ".key"), "--cert-file", file(key + ".crt")));
    arguments.addAll(List.of(more));
    arguments.add(ref());
    return run(arguments.toArray(String[]::new));
  }

  private int verify(String trusted, String... more) {
    List<String> arguments = new ArrayList<>(List.of("verify", "--oci-layout"));
    arguments.addAll(List.of("--trust-cert", file(trusted)));
    arguments.addAll(List.of(more));
    arguments.add(ref());
    return run(arguments.toArray(String[]::new));
  }

  private String image() {
    return file("image");
  }

  private String ref() {
    return image() + ":v1";
  }

  private Path blob(String digest) {
    return folder.resolve("image/blobs").resolve(digest.replace(':', '/'));
  }

  private List<Path> files() throws Exception {
    return LayoutBlobs.files(folder.resolve("image"));
  }
}
