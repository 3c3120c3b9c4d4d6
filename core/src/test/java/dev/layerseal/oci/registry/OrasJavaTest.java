package dev.layerseal.oci.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.layerseal.oci.Descriptor;
import dev.layerseal.oci.Manifest;
import dev.layerseal.oci.MediaType;
import dev.layerseal.oci.Reference;
import dev.layerseal.testdata.registry.FaultyRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import land.oras.Annotations;
import land.oras.ArtifactType;
import land.oras.Config;
import land.oras.ContainerRef;
import land.oras.LocalPath;
import land.oras.ManifestDescriptor;
import land.oras.Registry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Our client and that of oras-java understand each other. */
class OrasJavaTest {

  private static final byte[] TEXT = "some text".getBytes(UTF_8);

  @TempDir Path folder = Path.of("");

  @Test
  void readsWhatTheOtherPushesAndTheOtherWay() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(1);
    try (FaultyRegistry registry = FaultyRegistry.start();
        RegistryStore store =
            RegistryStore.open(
                Reference.parse(registry.address() + "/app"), RegistryContract.QUICK)) {
      Registry other = Registry.builder().insecure().withExecutorService(threads).build();
      ContainerRef reference = ContainerRef.parse(registry.address() + "/app:v1");
      Path file = Files.write(folder.resolve("text"), TEXT);
      other.pushArtifact(
          reference,
          ArtifactType.from("application/x"),
          Annotations.empty(),
          Config.empty(),
          LocalPath.of(file, "text/plain"));
      Descriptor pushed = store.resolve(Reference.parse(registry.address() + "/app:v1"));
      Manifest manifest = Manifest.decode(pushed.mediaType(), store.fetchManifest(pushed));
      assertEquals(Optional.of("application/x"), manifest.kind());
      assertArrayEquals(TEXT, store.fetchBlob(manifest.layers().get(0), 100));

      Descriptor blob = Descriptor.of(MediaType.PKCS7.toString(), TEXT);
      Manifest seal = Manifest.artifact("application/y", List.of(blob), pushed, Map.of());
      store.pushBlob(blob, TEXT);
      store.pushBlob(Descriptor.emptyConfig(), Descriptor.emptyJson());
      store.pushManifest(seal.descriptor(), seal.bytes(), Optional.empty());
      ContainerRef subject = reference.withDigest(pushed.digest().toString());
      assertEquals(
          List.of(seal.descriptor().digest().toString()),
          other.getReferrers(subject, null).getManifests().stream()
              .map(ManifestDescriptor::getDigest)
              .toList());
    } finally {
      threads.shutdownNow();
    }
  }
}
