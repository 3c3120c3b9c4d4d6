package dev.layerseal.oci.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.layerseal.error.FormatException;
import dev.layerseal.error.LayersealException;
import dev.layerseal.error.RegistryException;
import dev.layerseal.error.UnsupportedFeatureException;
import dev.layerseal.oci.Descriptor;
import dev.layerseal.oci.ImageReference;
import dev.layerseal.oci.LayoutReference;
import dev.layerseal.oci.Manifest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LayoutStoreTest extends ImageStoreContract {

  @TempDir Path folder = Path.of("");

  @Override
  protected ImageStore open() throws Exception {
    return LayoutStore.create(folder.resolve("layout"));
  }

  @Override
  protected ImageReference reference(String suffix) throws LayersealException {
    return LayoutReference.parse(folder.resolve("layout") + suffix);
  }

  @Test
  void resolvesTheOnlyImageWithoutATag() throws Exception {
    Descriptor image = pushImage("v1", LAYER).descriptor();
    pushSeal(image, "application/x", Map.of());
    assertEquals(image.digest(), store.resolve(reference("")).digest());
    pushImage("v2", new byte[1]);
    assertThrows(RegistryException.class, () -> store.resolve(reference("")));
  }

  @Test
  void refusesChangedFiles() throws Exception {
    Manifest image = pushImage("v1", LAYER);
    change(image.descriptor());
    change(image.layers().get(0));
    assertThrows(FormatException.class, () -> store.fetchManifest(image.descriptor()));
    assertThrows(FormatException.class, () -> store.fetchBlob(image.layers().get(0), 1 << 20));
    Files.write(blob(image.layers().get(0)), new byte[3]);
    assertThrows(FormatException.class, () -> store.openBlob(image.layers().get(0)));
  }

  @Test
  void leavesNothingOfARefusedBlobBehind() throws Exception {
    Descriptor blob = Descriptor.of("a/b", LAYER);
    assertThrows(FormatException.class, () -> store.pushBlob(blob, new byte[5]));
    BlobSource broken =
        () -> {
          throw new IOException("unreadable");
        };
    assertThrows(IOException.class, () -> store.pushBlob(blob, broken));
    try (Stream<Path> files = Files.walk(folder)) {
      assertEquals(
          List.of("index.json", "oci-layout"),
          files
              .filter(Files::isRegularFile)
              .map(f -> f.getFileName().toString())
              .sorted()
              .toList());
    }
  }

  @Test
  void keepsWhatItDoesNotKnow() throws Exception {
    Path index = folder.resolve("layout/index.json");
    Files.writeString(
        index,
        "{\"schemaVersion\":2,\"x\":[1],\"manifests\":[{\"mediaType\":\"a/b\",\"digest\":\"sha256:%s\",\"size\":1,\"y\":2}]}"
            .formatted("0".repeat(64)));
    pushImage("v1", LAYER);
    String text = Files.readString(index);
    assertTrue(text.contains("\"x\":[1]") && text.contains("\"y\":2"), text);
  }

  @Test
  void twoWritersBothFindTheirReferrer() throws Exception {
    Descriptor image = pushImage("v1", LAYER).descriptor();
    ExecutorService pool = Executors.newFixedThreadPool(4);
    List<Callable<Descriptor>> writers = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      Map<String, String> annotations = Map.of("n", "" + i);
      writers.add(() -> pushSeal(image, "application/x", annotations));
    }
    for (Future<Descriptor> done : pool.invokeAll(writers)) {
      done.get();
    }
    pool.shutdown();
    assertEquals(12, store.referrers(image.digest()).size());
  }

  @Test
  void readsArchives() throws Exception {
    Manifest image = pushImage("v1", LAYER);
    Descriptor seal = pushSeal(image.descriptor(), "application/x", Map.of());
    byte[] tar = archive();
    Path plain = Files.write(folder.resolve("layout.tar"), tar);
    Path gzipped = Files.write(folder.resolve("layout.tar.gz"), gzip(tar));
    for (Path file : List.of(plain, gzipped)) {
      try (LayoutStore archive = LayoutStore.open(file)) {
        Descriptor found = archive.resolve(LayoutReference.parse(file + ":v1"));
        assertEquals(image.descriptor().digest(), found.digest());
        assertArrayEquals(LAYER, archive.fetchBlob(image.layers().get(0), LAYER.length));
        assertEquals(seal.digest(), archive.referrers(found.digest()).get(0).digest());
        assertReadOnly(archive);
      }
    }
  }

  @Test
  void refusesWhatIsNoLayout() throws Exception {
    assertThrows(NoSuchFileException.class, () -> LayoutStore.open(folder.resolve("absent")));
    assertThrows(FormatException.class, () -> LayoutStore.open(folder));
    byte[] tar = archive();
    byte[] gzip = gzip(tar);
    gzip[gzip.length / 2] ^= 1;
    byte[] sum = tar.clone();
    sum[3] ^= 1;
    Map<String, byte[]> bad =
        Map.of(
            "empty",
            new byte[0],
            "text",
            "no archive at all, but longer than a block".repeat(20).getBytes(UTF_8),
            "cut",
            java.util.Arrays.copyOf(tar, 600),
            "sum",
            sum,
            "gzip",
            gzip);
    for (Map.Entry<String, byte[]> entry : bad.entrySet()) {
      Path file = Files.write(folder.resolve(entry.getKey()), entry.getValue());
      assertThrows(FormatException.class, () -> LayoutStore.open(file), entry.getKey());
    }
    Path other = Files.createDirectory(folder.resolve("other"));
    Files.writeString(other.resolve("oci-layout"), "{\"imageLayoutVersion\":\"2.0.0\"}");
    assertThrows(UnsupportedFeatureException.class, () -> LayoutStore.open(other));
  }

  @Test
  void refusesTwoManifestsUnderOneTag() throws Exception {
    Path index = folder.resolve("layout/index.json");
    pushImage("v1", LAYER);
    pushImage("v2", new byte[1]);
    Files.writeString(index, Files.readString(index).replace("\"v2\"", "\"v1\""));
    assertThrows(FormatException.class, () -> store.resolve(reference(":v1")));
  }

  private Path blob(Descriptor descriptor) {
    return folder.resolve("layout/blobs/sha256/" + descriptor.digest().hex());
  }

  private void change(Descriptor descriptor) throws IOException {
    byte[] content = Files.readAllBytes(blob(descriptor));
    content[content.length - 1] ^= 1;
    Files.write(blob(descriptor), content);
  }

  private byte[] archive() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Path layout = folder.resolve("layout");
    try (Stream<Path> files = Files.walk(layout)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        byte[] content = Files.readAllBytes(file);
        out.write(header("./" + layout.relativize(file), content.length));
        out.write(content);
        out.write(new byte[-content.length & 511]);
      }
    }
    out.write(new byte[1024]);
    return out.toByteArray();
  }

  private static byte[] header(String name, int size) {
    byte[] header = new byte[512];
    System.arraycopy(name.getBytes(UTF_8), 0, header, 0, name.length());
    put(header, 124, "%011o".formatted(size));
    put(header, 257, "ustar\00000");
    header[156] = '0';
    put(header, 148, "        ");
    int sum = 0;
    for (byte b : header) {
      sum += b & 0xff;
    }
    put(header, 148, "%06o\0 ".formatted(sum));
    return header;
  }

  private static void put(byte[] header, int at, String text) {
    System.arraycopy(text.getBytes(UTF_8), 0, header, at, text.length());
  }

  private static byte[] gzip(byte[] content) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(content);
    }
    return out.toByteArray();
  }

  @Test
  void findsReferrersOfUntaggedImages() throws Exception {
    Manifest image = image(LAYER);
    store.pushManifest(image.descriptor(), image.bytes(), Optional.empty());
    pushSeal(image.descriptor(), "application/x", Map.of());
    assertEquals(1, store.referrers(image.descriptor().digest()).size());
    assertEquals(List.of(), store.tags());
  }
}
