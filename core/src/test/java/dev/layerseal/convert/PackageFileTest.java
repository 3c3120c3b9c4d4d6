package dev.layerseal.convert;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.layerseal.erofs.mkfs.RandomTar;
import dev.layerseal.error.UnsupportedFeatureException;
import dev.layerseal.oci.Descriptor;
import dev.layerseal.oci.Digest;
import dev.layerseal.oci.ImageIndex;
import dev.layerseal.oci.MediaType;
import dev.layerseal.oci.store.BlobSource;
import dev.layerseal.oci.store.MemoryStore;
import dev.layerseal.seal.LayerConverter;
import dev.layerseal.verity.SpillFolder;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackageFileTest {

  @TempDir Path folder;
  private final MemoryStore store = new MemoryStore();

  @Test
  void entriesAreStoredAsTheyAreAndAligned() throws Exception {
    Path file = pack("app.ralf");
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    int at = 0;
    int entries = 0;
    while (bytes.getInt(at) == 0x04034b50) {
      int start = at + 30 + bytes.getShort(at + 26) + bytes.getShort(at + 28);
      assertEquals(0, bytes.getShort(at + 8), "way of compression");
      assertEquals(0, start % 4096);
      at = start + bytes.getInt(at + 18);
      entries++;
    }
    assertEquals(5, entries, "layout, layer, config, manifest, index");
  }

  @Test
  void itIsALayoutThatLeadsToThePackage() throws Exception {
    try (ZipFile zip = new ZipFile(pack("app.ralf").toFile())) {
      ImageIndex index = ImageIndex.decode(MediaType.OCI_INDEX.toString(), read(zip, "index.json"));
      assertEquals(
          Optional.of("1.2"),
          index.manifests().get(0).annotation("org.opencontainers.image.ref.name"));
      for (ZipEntry entry : Collections.list(zip.entries())) {
        if (entry.getName().startsWith("blobs/")) {
          Digest digest = Digest.sha256(read(zip, entry.getName()));
          assertEquals("blobs/sha256/" + digest.hex(), entry.getName());
        }
      }
    }
  }

  @Test
  void theSameContentGivesTheSameFile() throws Exception {
    assertArrayEquals(Files.readAllBytes(pack("a.ralf")), Files.readAllBytes(pack("b.ralf")));
  }

  @Test
  void refusesAnEntryOfFourGigabytes() throws Exception {
    try (PackageFile file = new PackageFile(OutputStream.nullOutputStream())) {
      Descriptor large = Descriptor.of("x", Digest.sha256(new byte[1]), 1L << 32);
      assertThrows(
          UnsupportedFeatureException.class, () -> file.blob(large, BlobSource.of(new byte[0])));
    }
  }

  private Path pack(String name) throws Exception {
    Descriptor image = TestImages.push(store, RandomTar.of(1));
    Path file = folder.resolve(name);
    LayerConverter.Settings settings =
        LayerConverter.Settings.STANDARD.withFolder(new SpillFolder(folder));
    try (ImageConversion conversion =
            new ImageConversion(
                store,
                ConversionOptions.of(LayerForm.RDK),
                settings,
                config -> PackageConfig.derive(config, "app", Optional.empty()));
        PackageFile target = new PackageFile(Files.newOutputStream(file))) {
      conversion.convert(image);
      conversion.pack(target, Optional.of("1.2"));
    }
    return file;
  }

  private static byte[] read(ZipFile zip, String name) throws Exception {
    try (var in = zip.getInputStream(zip.getEntry(name))) {
      return in.readAllBytes();
    }
  }
}
