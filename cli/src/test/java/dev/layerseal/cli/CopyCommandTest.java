package dev.layerseal.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.layerseal.error.LayersealException;
import dev.layerseal.oci.Descriptor;
import dev.layerseal.oci.ImageIndex;
import dev.layerseal.oci.Manifest;
import dev.layerseal.oci.store.ImageStore;
import dev.layerseal.oci.store.LayoutStore;
import dev.layerseal.testdata.NotationPeer;
import dev.layerseal.testdata.TestIdentity;
import dev.layerseal.testdata.registry.FaultyRegistry;
import dev.layerseal.testdata.registry.RegistryPeer;
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

/** An image goes from store to store with everything that refers to it, and is the same after. */
class CopyCommandTest extends CommandTest {

  private static final TestIdentity ROOT = TestIdentity.root("p256");
  private static final TestIdentity LEAF = ROOT.leaf("leaf", "p256");

  private String layout = "";

  @BeforeEach
  void signAnIndex() throws Exception {
    Files.writeString(folder.resolve("leaf.key"), LEAF.keyPem());
    Files.writeString(folder.resolve("leaf.crt"), LEAF.certificatePem() + ROOT.certificatePem());
    Files.writeString(folder.resolve("root.crt"), ROOT.certificatePem());
    layout = folder.resolve("layout") + ":v1";
    try (ImageStore store = LayoutStore.create(folder.resolve("layout"))) {
      List<Descriptor> images = List.of(push(store, "one"), push(store, "two"));
      ImageIndex index = ImageIndex.of(images, Map.of());
      store.pushManifest(index.descriptor(), index.bytes(), Optional.of("v1"));
    }
    done(
        "sign",
        "--oci-layout",
        "--recursive",
        "--key-file",
        file("leaf.key"),
        "--cert-file",
        file("leaf.crt"),
        layout);
  }

  private static Descriptor push(ImageStore store, String name)
      throws LayersealException, IOException {
    byte[] content = name.getBytes(UTF_8);
    byte[] empty = Descriptor.emptyJson();
    Descriptor config = Descriptor.of("application/vnd.oci.image.config.v1+json", empty);
    Descriptor layer = Descriptor.of("application/vnd.oci.image.layer.v1.tar", content);
    Manifest image =
        Manifest.of(Optional.empty(), config, List.of(layer), Optional.empty(), Map.of());
    store.pushBlob(config, empty);
    store.pushBlob(layer, content);
    store.pushManifest(image.descriptor(), image.bytes(), Optional.empty());
    return image.descriptor();
  }

  @Test
  void carriesAllSignaturesFromTheTagSchemaToTheApiAndBack() throws Exception {
    try (FaultyRegistry api = FaultyRegistry.start();
        FaultyRegistry tags = FaultyRegistry.start().referrersApi(false)) {
      String first = api.address() + "/app:v1";
      String second = tags.address() + "/app:v2";
      done("copy", "--from-oci-layout", layout, first);
      done("copy", first, second);
      done("copy", "--read-back", "--to-oci-layout", second, file("back"));
      assertTrue(text().contains("6 manifests byte for byte"), text());
      assertEquals(0, verify(first), text());
      assertEquals(0, verify(second), text());
      assertEquals(0, verify("--oci-layout", file("back") + ":v2"), text());
      assertEquals(6, api.manifestCount("app"));
      assertEquals(List.of("v1"), api.tags("app"));
      assertEquals(4, tags.tags("app").size());
      done("copy", first, second);
      assertEquals(4, tags.tags("app").size());
    }
  }

  @Test
  void listsUnderATagWhereThatIsAskedFor() throws Exception {
    try (FaultyRegistry api = FaultyRegistry.start()) {
      done("copy", "--from-oci-layout", layout, api.address() + "/app", "--force-referrers-tag");
      assertEquals(4, api.tags("app").size());
    }
  }

  @Test
  void tellsACopyThatIsNotTheSame() throws Exception {
    try (FaultyRegistry registry = FaultyRegistry.start()) {
      String target = registry.address() + "/app";
      registry.fault("GET", "/v2/app/blobs/.*", 1, answer -> answer.flipped(0));
      assertEquals(3, run("copy", "--read-back", "--from-oci-layout", layout, target), text());
      assertTrue(text().contains("the copy"), text());
    }
    try (FaultyRegistry registry = FaultyRegistry.start()) {
      registry.fault(
          "GET",
          "/v2/app/referrers/.*",
          99,
          answer -> answer.withBody(FaultyRegistry.json("{'schemaVersion':2,'manifests':[]}")));
      assertEquals(
          0, run("copy", "--from-oci-layout", layout, registry.address() + "/app"), text());
      assertEquals(4, registry.tags("app").size());
    }
  }

  @Test
  void wantsTheDigestThatIsNamed() {
    String other = "@sha256:" + "0".repeat(64);
    assertEquals(1, run("copy", "--oci-layout", layout, file("other") + other), text());
    assertTrue(text().contains("digest differs"), text());
    assertTrue(Files.notExists(folder.resolve("other")));
    assertEquals(2, run("copy", "-u", "a", "-p", "b", "one.example/app:1", "two.example/app:1"));
  }

  @Test
  @Tag("interop")
  void notationVerifiesEveryCopy() throws Exception {
    Path store = Files.createDirectories(config().resolve("truststore/x509/ca/test"));
    Files.writeString(store.resolve("root.crt"), ROOT.certificatePem());
    Files.writeString(
        config().resolve("trustpolicy.json"),
        """
        {"version":"1.0","trustPolicies":[{"name":"all","registryScopes":["*"],
         "signatureVerification":{"level":"strict"},
         "trustStores":["ca:test"],"trustedIdentities":["*"]}]}
        """);
    NotationPeer notation = new NotationPeer(folder, config());
    String from = layout;
    List<String> option = List.of("--from-oci-layout");
    for (String kind : List.of("registry-referrers", "docker-registry", "crane")) {
      try (RegistryPeer registry = RegistryPeer.start(kind, folder)) {
        String to = registry.address() + "/app:v1";
        List<String> command = new ArrayList<>(List.of("copy"));
        command.addAll(option);
        command.addAll(List.of(from, to));
        done(command.toArray(String[]::new));
        NotationPeer.Result verified = notation.run(List.of("verify", "--insecure-registry", to));
        assertEquals(0, verified.status(), kind + verified.text());
        done("copy", "--to-oci-layout", to, file("from-" + kind));
        from = file("from-" + kind) + ":v1";
      }
    }
  }

  private Path config() throws IOException {
    return Files.createDirectories(folder.resolve(".config/notation"));
  }

  private int verify(String... reference) {
    List<String> command =
        new ArrayList<>(List.of("verify", "--recursive", "--trust-cert", file("root.crt")));
    command.addAll(List.of(reference));
    return run(command.toArray(String[]::new));
  }
}
