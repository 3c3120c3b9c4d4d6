package dev.layerseal.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.layerseal.error.SigningException;
import dev.layerseal.notary.EnvelopeFormat;
import dev.layerseal.notary.SignatureManifest;
import dev.layerseal.notary.UnsignedAttributes;
import dev.layerseal.notary.UnsignedEnvelope;
import dev.layerseal.oci.Descriptor;
import dev.layerseal.oci.Manifest;
import dev.layerseal.oci.Reference;
import dev.layerseal.oci.registry.RegistrySettings;
import dev.layerseal.oci.registry.RegistryStore;
import dev.layerseal.oci.store.ImageStore;
import dev.layerseal.oci.store.LayoutStore;
import dev.layerseal.signer.LocalKey;
import dev.layerseal.signer.SigningKey;
import dev.layerseal.signer.notary.NotaryOptions;
import dev.layerseal.signer.notary.NotarySignature;
import dev.layerseal.signer.notary.NotarySigner;
import dev.layerseal.testdata.TestIdentity;
import dev.layerseal.testdata.registry.FaultyRegistry;
import dev.layerseal.testdata.registry.RegistryPeer;
import dev.layerseal.x509.CertificateChain;
import dev.layerseal.x509.SignatureScheme;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What nobody needs goes, and what anybody may need stays. */
class PruneCommandTest extends CommandTest {

  private static final TestIdentity ROOT = TestIdentity.root("p256");
  private static final TestIdentity A = ROOT.leaf("a", "p256");
  private static final TestIdentity B = ROOT.leaf("b", "p256");
  private static final TestIdentity C = ROOT.leaf("c", "p256");
  private static final NotaryOptions PLAIN = NotaryOptions.of("layerseal/test");
  private final Instant now = Instant.now();

  @BeforeEach
  void prepare() throws Exception {
    Files.writeString(folder.resolve("root.crt"), ROOT.certificatePem());
  }

  @Test
  void prunesALayout() throws Exception {
    Path layout = folder.resolve("layout");
    try (ImageStore store = LayoutStore.create(layout)) {
      fill(store);
    }
    long before = blobs(layout);
    prune("--oci-layout", layout + ":v1");
    assertEquals(before - 6, blobs(layout), "manifest and envelope of three");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void prunesARegistry(boolean api) throws Exception {
    try (FaultyRegistry registry = FaultyRegistry.start().referrersApi(api)) {
      String name = registry.address() + "/app";
      try (ImageStore store = open(name)) {
        fill(store);
      }
      prune(name + ":v1");
      assertEquals(api ? 1 : 2, registry.tags("app").size());
      int lists = api ? 0 : 8; // Every list that was under the tag stays below its digest.
      assertEquals(6 + lists, registry.manifestCount("app"));
    }
  }

  @Test
  @Tag("interop")
  void saysWhereNothingCanBeRemoved() throws Exception {
    try (RegistryPeer registry = RegistryPeer.start("docker-registry", folder)) {
      String name = registry.address() + "/app";
      try (ImageStore store = open(name)) {
        fill(store);
      }
      assertEquals(3, run("prune", "--delete", name + ":v1"), text());
      assertTrue(text().contains("does not remove manifests"), text());
      assertTrue(text().contains("0 of 8 removed"), text());
      assertEquals(0, verify(name + ":v1"), text());
    }
  }

  @Test
  void findsSignaturesOfImagesThatAreGone() throws Exception {
    Path layout = folder.resolve("layout");
    try (ImageStore store = LayoutStore.create(layout)) {
      Descriptor gone = image(store, "gone");
      sign(store, gone, A, now, PLAIN);
      image(store, "here");
      Files.delete(layout.resolve("blobs/sha256").resolve(gone.digest().hex()));
    }
    String here = layout + ":here";
    assertEquals(0, run("prune", "--oci-layout", "--delete", here), text());
    assertTrue(text().contains("0 of 0 removed"), text());
    assertEquals(0, run("prune", "--oci-layout", "--orphans", "-o", "json", here), text());
    assertTrue(text().contains("\"orphaned\""), text());
    assertEquals(0, run("prune", "--oci-layout", "--orphans", "--delete", here), text());
    assertTrue(text().contains("1 of 1 removed"), text());
    assertEquals(0, run("prune", "--oci-layout", "--orphans", "--delete", here), text());
    assertTrue(text().contains("0 of 0 removed"), text());
  }

  @Test
  void findsTheSameInARegistryUnderATag() throws Exception {
    try (FaultyRegistry registry = FaultyRegistry.start().referrersApi(false)) {
      String name = registry.address() + "/app";
      try (ImageStore store = open(name)) {
        Descriptor gone = image(store, "gone");
        sign(store, gone, A, now, PLAIN);
        image(store, "here");
        store.deleteReferrer(gone.digest(), gone.digest());
      }
      assertEquals(0, run("prune", "--orphans", "--delete", name + ":here"), text());
      assertTrue(text().contains("1 of 1 removed"), text());
      assertEquals(List.of("here"), registry.tags("app"));
      registry.fault("GET", "/v2/app/tags/list", 9, answer -> answer.withBody(new byte[0]));
      assertEquals(3, run("prune", "--orphans", name + ":here"), text());
    }
  }

  @Test
  void removesNothingOnHalfTheFacts() throws Exception {
    try (FaultyRegistry registry = FaultyRegistry.start()) {
      String name = registry.address() + "/app";
      try (ImageStore store = open(name)) {
        Descriptor image = image(store, "v1");
        sign(store, image, A, now, PLAIN);
        sign(store, image, A, now.minus(Duration.ofHours(1)), PLAIN);
      }
      registry.fault(
          "GET",
          "/v2/app/blobs/.*",
          1,
          answer -> dev.layerseal.testdata.registry.Answer.error(403, "DENIED", "no"));
      assertEquals(4, run("prune", "--delete", name + ":v1"), text());
      assertEquals(3, registry.manifestCount("app"));
      assertEquals(0, run("prune", "--delete", name + ":v1"), text());
      assertEquals(2, registry.manifestCount("app"));
    }
  }

  @Test
  void aSignatureThatOnlyClaimsASignersNameLetsNobodyGo() throws Exception {
    Path layout = folder.resolve("layout");
    try (ImageStore store = LayoutStore.create(layout)) {
      Descriptor image = image(store, "v1");
      Instant earlier = now.minus(Duration.ofHours(2));
      sign(store, image, A, earlier, PLAIN.withExpiry(Duration.ofMinutes(1)));
      forge(store, image, TestIdentity.root("p384").leaf("a", "p384"), ROOT);
    }
    assertEquals(0, run("prune", "--oci-layout", "--delete", layout + ":v1"), text());
    assertTrue(text().contains("0 of 2 removed"), text());
    assertTrue(text().contains("its signer has no other one"), text());
    assertTrue(text().contains("broken"), text());
  }

  @Test
  void aSignatureWithABrokenChainIsNotTheOneToBeMade() throws Exception {
    Path layout = folder.resolve("layout");
    try (ImageStore store = LayoutStore.create(layout)) {
      forge(store, image(store, "v1"), A, TestIdentity.root("p384"));
    }
    Files.writeString(folder.resolve("a.key"), A.keyPem());
    Files.writeString(folder.resolve("a.crt"), A.certificatePem() + ROOT.certificatePem());
    String image = layout + ":v1";
    assertEquals(1, verify("--oci-layout", image), text());
    assertEquals(
        0,
        run(
            "sign",
            "--oci-layout",
            "--key-file",
            file("a.key"),
            "--cert-file",
            file("a.crt"),
            image),
        text());
    assertEquals(0, verify("--oci-layout", image), text());
  }

  /** Stores what somebody signed and put {@code root} behind, who did not issue it. */
  private void forge(ImageStore store, Descriptor image, TestIdentity signer, TestIdentity root)
      throws Exception {
    CertificateChain chain =
        new CertificateChain(List.of(signer.certificate(), root.certificate()));
    LocalKey key = LocalKey.of(signer.key(), chain);
    UnsignedEnvelope unsigned = NotarySigner.unsigned(named(key), image, PLAIN, now);
    byte[] signature = key.sign(unsigned.signingInput(), SignatureScheme.notary(key.keySpec()));
    byte[] envelope = unsigned.with(signature, chain, UnsignedAttributes.agent("forger"));
    SignatureManifest manifest =
        SignatureManifest.of(
            SignatureManifest.Shape.CONFIG_TYPE, image, EnvelopeFormat.JWS, envelope, chain, now);
    new NotarySignature(manifest, envelope).push(store);
  }

  /** The same key, whose certificates nobody looks at. */
  private static SigningKey named(LocalKey key) {
    return new SigningKey() {
      @Override
      public boolean certificatesKnown() {
        return false;
      }

      @Override
      public CertificateChain certificateChain() {
        return key.certificateChain();
      }

      @Override
      public byte[] sign(byte[] message, SignatureScheme scheme) throws SigningException {
        return key.sign(message, scheme);
      }
    };
  }

  /** Eight signatures, of which three may go. */
  private void fill(ImageStore store) throws Exception {
    Descriptor image = image(store, "v1");
    Instant earlier = now.minus(Duration.ofHours(2));
    NotaryOptions brief = PLAIN.withExpiry(Duration.ofMinutes(1));
    sign(store, image, A, now, PLAIN);
    sign(store, image, A, earlier, PLAIN);
    sign(store, image, A, earlier.minusSeconds(1), PLAIN);
    sign(store, image, A, earlier, brief);
    sign(store, image, A, earlier, PLAIN.withFormat(EnvelopeFormat.COSE));
    sign(store, image, A, earlier, PLAIN.withMetadata(Map.of("a", "b")));
    sign(store, image, B, earlier, PLAIN);
    sign(store, image, C, earlier, brief);
  }

  private void prune(String... reference) throws Exception {
    List<String> command = new ArrayList<>(List.of("prune"));
    command.addAll(List.of(reference));
    assertEquals(0, run(command.toArray(String[]::new)), text());
    assertTrue(text().contains("3 of 8 can be removed, by --delete"), text());
    assertTrue(text().contains("its signer has no other one"), text());
    command.add("--delete");
    assertEquals(0, run(command.toArray(String[]::new)), text());
    assertTrue(text().contains("3 of 8 removed"), text());
    assertEquals(0, run(command.toArray(String[]::new)), text());
    assertTrue(text().contains("0 of 5 removed"), text());
    assertEquals(0, verify(reference), text());
    List<String> list = new ArrayList<>(List.of("list"));
    list.addAll(List.of(reference));
    assertEquals(0, run(list.toArray(String[]::new)), text());
    assertEquals(5, text().lines().filter(line -> line.contains("notary.signature")).count());
  }

  private int verify(String... reference) {
    List<String> command =
        new ArrayList<>(List.of("verify", "--trust-cert", folder.resolve("root.crt").toString()));
    command.addAll(List.of(reference));
    return run(command.toArray(String[]::new));
  }

  private static Descriptor image(ImageStore store, String tag) throws Exception {
    byte[] empty = Descriptor.emptyJson();
    Descriptor config = Descriptor.of("application/vnd.oci.image.config.v1+json", empty);
    Manifest manifest =
        Manifest.of(Optional.empty(), config, List.of(), Optional.empty(), Map.of("tag", tag));
    store.pushBlob(config, empty);
    store.pushManifest(manifest.descriptor(), manifest.bytes(), Optional.of(tag));
    return manifest.descriptor();
  }

  private static void sign(
      ImageStore store, Descriptor image, TestIdentity signer, Instant at, NotaryOptions options)
      throws Exception {
    CertificateChain chain =
        new CertificateChain(List.of(signer.certificate(), ROOT.certificate()));
    new NotarySigner(LocalKey.of(signer.key(), chain)).sign(image, options, at).push(store);
  }

  private static ImageStore open(String name) throws Exception {
    return RegistryStore.open(Reference.parse(name), RegistrySettings.DEFAULT.withPlainHttp(true));
  }

  private static long blobs(Path layout) throws Exception {
    try (Stream<Path> files = Files.list(layout.resolve("blobs/sha256"))) {
      return files.count();
    }
  }
}
