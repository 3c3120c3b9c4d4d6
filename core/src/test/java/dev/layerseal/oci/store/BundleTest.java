package dev.layerseal.oci.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.layerseal.error.FormatException;
import dev.layerseal.error.RegistryException;
import dev.layerseal.error.UnsupportedFeatureException;
import dev.layerseal.oci.Descriptor;
import dev.layerseal.oci.Digest;
import dev.layerseal.oci.ImageIndex;
import dev.layerseal.oci.LayoutReference;
import dev.layerseal.oci.Manifest;
import dev.layerseal.oci.MediaType;
import dev.layerseal.testdata.Peer;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundleTest {

  @TempDir Path folder = Path.of("");

  private static byte[] layer(int number) {
    return ("layer " + number).getBytes(UTF_8);
  }

  private static Manifest image(int number) {
    return Manifest.of(
        Optional.empty(),
        Descriptor.of(MediaType.OCI_CONFIG.toString(), config(number)),
        List.of(Descriptor.of(MediaType.OCI_TAR.toString(), layer(number))),
        Optional.empty(),
        Map.of());
  }

  private static byte[] config(int number) {
    return "{\"architecture\":\"a%d\",\"os\":\"linux\",\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[]}}"
        .formatted(number)
        .getBytes(UTF_8);
  }

  /** An index of two images; the first image and the index have referrers. */
  private static ImageIndex fill(ImageStore store, boolean reversed) throws Exception {
    List<Descriptor> entries = new ArrayList<>();
    for (int number = 0; number < 2; number++) {
      Manifest image = image(number);
      store.pushBlob(image.config().orElseThrow(), config(number));
      store.pushBlob(image.layers().get(0), layer(number));
      store.pushManifest(image.descriptor(), image.bytes(), Optional.empty());
      entries.add(image.descriptor());
    }
    ImageIndex index = ImageIndex.of(entries, Map.of());
    store.pushManifest(index.descriptor(), index.bytes(), Optional.of("v1"));
    List<Manifest> seals = new ArrayList<>();
    for (int number = 0; number < 3; number++) {
      Descriptor subject = number == 0 ? index.descriptor() : entries.get(0);
      seals.add(Manifest.artifact("a/" + number, List.of(), subject, Map.of()));
    }
    if (reversed) {
      Collections.reverse(seals);
    }
    for (Manifest seal : seals) {
      store.pushBlob(Descriptor.emptyConfig(), Descriptor.emptyJson());
      store.pushManifest(seal.descriptor(), seal.bytes(), Optional.empty());
    }
    return index;
  }

  private static byte[] bundle(ImageStore store, ImageIndex index) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageGraph graph = ImageGraph.of(store, index.descriptor());
    BundleWriter.write(graph, store::openBlob, Optional.of("v1"), out);
    return out.toByteArray();
  }

  @Test
  void dependsOnTheContentAlone() throws Exception {
    MemoryStore memory = new MemoryStore();
    ImageIndex index = fill(memory, false);
    try (LayoutStore layout = LayoutStore.create(folder.resolve("layout"))) {
      fill(layout, true);
      assertArrayEquals(bundle(memory, index), bundle(layout, index));
    }
  }

  @Test
  void keepsAnIndexWithAllThatRefersToItsParts() throws Exception {
    MemoryStore memory = new MemoryStore();
    ImageIndex index = fill(memory, false);
    Path file = Files.write(folder.resolve("b.tar"), bundle(memory, index));
    MemoryStore target = new MemoryStore();
    try (LayoutStore archive = LayoutStore.open(file)) {
      Descriptor root = archive.resolve(LayoutReference.parse(file.toString()));
      assertEquals(index.descriptor().digest(), root.digest());
      ImageGraph graph = ImageGraph.of(archive, root);
      assertEquals(6, graph.manifests().size());
      ImageCopy.copy(graph, archive, target, Optional.of("v9"));
    }
    assertEquals(
        index.descriptor().digest(), target.resolve(LayoutReference.parse("m:v9")).digest());
    assertEquals(1, target.referrers(index.descriptor().digest()).size());
    assertEquals(2, target.referrers(index.manifests().get(0).digest()).size());
    assertArrayEquals(layer(1), target.fetchBlob(image(1).layers().get(0), 100));
  }

  @Test
  void refusesWhatIsMissingOrChanged() throws Exception {
    MemoryStore memory = new MemoryStore();
    ImageIndex index = fill(memory, false);
    memory.corrupt(Digest.sha256(layer(1)), 2);
    assertThrows(FormatException.class, () -> bundle(memory, index));
    ImageIndex sparse =
        ImageIndex.of(
            List.of(Descriptor.of(MediaType.OCI_MANIFEST.toString(), layer(7))), Map.of());
    memory.pushManifest(sparse.descriptor(), sparse.bytes(), Optional.empty());
    assertThrows(RegistryException.class, () -> bundle(memory, sparse));
  }

  @Test
  void leavesBrokenReferrersOut() throws Exception {
    MemoryStore memory = new MemoryStore();
    ImageIndex index = fill(memory, false);
    Descriptor seal = memory.referrers(index.descriptor().digest()).get(0);
    ImageStore lying = new BrokenReferrer(memory, seal);
    ImageGraph graph = ImageGraph.of(lying, index.descriptor());
    assertEquals(1, graph.skipped().size());
    assertEquals(5, graph.manifests().size());
  }

  @Test
  void refusesGraphsWithoutEnd() throws Exception {
    MemoryStore memory = new MemoryStore();
    Descriptor next = image(0).descriptor();
    memory.pushManifest(next, image(0).bytes(), Optional.empty());
    for (int depth = 0; depth < 20; depth++) {
      ImageIndex index = ImageIndex.of(List.of(next), Map.of());
      memory.pushManifest(index.descriptor(), index.bytes(), Optional.empty());
      next = index.descriptor();
    }
    Descriptor top = next;
    assertThrows(UnsupportedFeatureException.class, () -> ImageGraph.of(memory, top));
  }

  @Test
  @Tag("interop")
  void skopeoReadsBundles() throws Exception {
    MemoryStore memory = new MemoryStore();
    ImageIndex index = fill(memory, false);
    Path file = Files.write(folder.resolve("b.tar"), bundle(memory, index));
    String raw =
        Peer.find("skopeo").run("inspect", "--raw", "oci-archive:" + file + ":v1").orFail().text();
    assertEquals(new String(index.bytes(), UTF_8), raw);
  }
}
