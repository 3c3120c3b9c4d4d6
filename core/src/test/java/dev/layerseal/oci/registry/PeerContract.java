package dev.layerseal.oci.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.layerseal.error.LayersealException;
import dev.layerseal.oci.Descriptor;
import dev.layerseal.oci.Digest;
import dev.layerseal.oci.ImageReference;
import dev.layerseal.oci.Manifest;
import dev.layerseal.oci.Reference;
import dev.layerseal.oci.store.ImageStore;
import dev.layerseal.oci.store.ImageStoreContract;
import dev.layerseal.testdata.Peer;
import dev.layerseal.testdata.registry.RegistryPeer;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The contract over a real registry, and what other clients see in it. */
@Tag("interop")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class PeerContract extends ImageStoreContract {

  private final String name;
  private @Nullable RegistryPeer peer;
  private int repository;

  PeerContract(String name) {
    this.name = name;
  }

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    peer = RegistryPeer.start(name, folder);
  }

  @AfterAll
  void stop() {
    if (peer != null) {
      peer.close();
    }
  }

  @Override
  protected ImageStore open() throws Exception {
    repository++;
    return RegistryStore.open((Reference) reference(""), RegistryContract.QUICK);
  }

  @Override
  protected ImageReference reference(String suffix) throws LayersealException {
    return Reference.parse(path() + suffix);
  }

  private String path() {
    return java.util.Objects.requireNonNull(peer).address() + "/some/app" + repository;
  }

  @Test
  void orasFindsWhatWasPushed() throws Exception {
    Descriptor image = pushImage("v1", LAYER).descriptor();
    Descriptor seal = pushSeal(image, "application/vnd.example.seal", Map.of("a", "b"));
    String listed =
        Peer.find("oras")
            .run("discover", "--plain-http", "--format", "json", path() + ":v1")
            .orFail()
            .text();
    assertTrue(listed.contains(seal.digest().toString()), listed);
    Peer.find("oras")
        .run("manifest", "fetch", "--plain-http", path() + "@" + seal.digest())
        .orFail();
  }

  @Test
  void findsWhatOrasPushed(@TempDir Path folder) throws Exception {
    Descriptor image = pushImage("v1", LAYER).descriptor();
    java.nio.file.Files.writeString(folder.resolve("sig"), "signature");
    ProcessBuilder attach =
        new ProcessBuilder(
            Peer.find("oras").program().toString(),
            "attach",
            "--plain-http",
            "--artifact-type",
            "application/vnd.example.other",
            path() + ":v1",
            "sig:text/plain");
    Process process =
        attach
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    assertEquals(0, process.waitFor(), java.nio.file.Files.readString(folder.resolve("log")));
    Descriptor ours = pushSeal(image, "application/vnd.example.seal", Map.of());
    Set<String> kinds = new TreeSet<>();
    for (Descriptor found : store.referrers(image.digest())) {
      Manifest manifest = Manifest.decode(found.mediaType(), store.fetchManifest(found));
      assertEquals(
          image.digest(), manifest.subject().map(Descriptor::digest).orElse(ours.digest()));
      kinds.add(manifest.kind().orElse(""));
    }
    assertEquals(Set.of("application/vnd.example.other", "application/vnd.example.seal"), kinds);
  }

  @Test
  void takesABlobOfEightMegabytes() throws Exception {
    byte[] content = new byte[8 << 20];
    new java.util.Random(1).nextBytes(content);
    Descriptor blob = Descriptor.of("application/octet-stream", content);
    store.pushBlob(blob, content);
    assertEquals(blob.digest(), Digest.sha256(store.fetchBlob(blob, content.length)));
  }
}
