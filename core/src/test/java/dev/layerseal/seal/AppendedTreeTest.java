package dev.layerseal.seal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.layerseal.bytes.BlockSize;
import dev.layerseal.error.FormatException;
import dev.layerseal.error.LayersealException;
import dev.layerseal.error.VerificationException;
import dev.layerseal.oci.Descriptor;
import dev.layerseal.oci.MediaType;
import dev.layerseal.oci.store.MemoryStore;
import dev.layerseal.recipe.Recipe;
import dev.layerseal.verity.HashArea;
import dev.layerseal.verity.LeafHasher;
import dev.layerseal.verity.LeafStore;
import dev.layerseal.verity.RootHash;
import dev.layerseal.verity.Salt;
import dev.layerseal.verity.SpillFolder;
import dev.layerseal.verity.VerityParameters;
import dev.layerseal.verity.VeritySuperblock;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a descriptor says of the tree behind an image is verified to the last byte. */
class AppendedTreeTest {

  private static final int OFFSET = 300 * 4096;
  private static final String RDK = "org.rdk.package.content.dmverity.";
  private static final String SPEC = "org.erofs.dmverity.";

  @TempDir Path folder;
  private final MemoryStore store = new MemoryStore();

  /** A layer and the root hash of its data. */
  private record Sealed(byte[] bytes, RootHash root, Salt salt) {

    Map<String, String> rdk() {
      return new HashMap<>(
          Map.of(
              RDK + "roothash", root.toString(),
              RDK + "salt", salt.toString(),
              RDK + "offset", Integer.toString(OFFSET)));
    }

    Map<String, String> spec() {
      return Map.of(
          SPEC + "root_digest", "sha256:" + root, SPEC + "hash_offset", Integer.toString(OFFSET));
    }
  }

  @Test
  void eachFamilyOfAnnotationsLeadsToTheRootHashOfTheData() throws Exception {
    Sealed layer = layer(Salt.parse("abcd"), true);
    assertEquals(layer.root, convert(MediaType.RDK_EROFS_LZ4, layer.bytes, layer.rdk()));
    assertEquals(layer.root, convert(MediaType.RDK_EROFS, layer.bytes, layer.rdk()));
    assertEquals(layer.root, convert(MediaType.EROFS, layer.bytes, layer.spec()));
    Map<String, String> containerd =
        Map.of(
            "dev.containerd.erofs.dmverity.root_digest",
            "sha256:" + layer.root,
            "dev.containerd.erofs.dmverity.offset",
            Integer.toString(OFFSET));
    assertEquals(layer.root, convert(MediaType.EROFS_LAYER_V1, layer.bytes, containerd));
  }

  @Test
  void aTreeWithoutSuperblockIsFoundToo() throws Exception {
    Sealed layer = layer(Salt.ZERO_32, false);
    assertEquals(layer.root, convert(MediaType.RDK_EROFS_PLAIN, layer.bytes, layer.rdk()));
    assertEquals(layer.root, convert(MediaType.EROFS, layer.bytes, layer.spec()));
  }

  @Test
  void withoutAnnotationsTheWholeLayerIsTheData() throws Exception {
    Sealed layer = layer(Salt.ZERO_32, true);
    RootHash whole = convert(MediaType.EROFS, layer.bytes, Map.of());
    assertEquals(64, whole.toString().length());
    assertThrows(AssertionError.class, () -> assertEquals(layer.root, whole));
    assertThrows(
        FormatException.class, () -> convert(MediaType.RDK_EROFS_ZSTD, layer.bytes, Map.of()));
  }

  @Test
  void everyChangedByteIsRefused() throws Exception {
    Sealed layer = layer(Salt.parse("00ff"), true);
    SplittableRandom random = new SplittableRandom(4);
    for (int i = 0; i < 60; i++) {
      int at = i % 2 == 0 ? random.nextInt(OFFSET) : random.nextInt(OFFSET, layer.bytes.length);
      boolean uuid = at >= OFFSET + 16 && at < OFFSET + 32;
      boolean behindSuperblock = at >= OFFSET + 512 && at < OFFSET + 4096;
      if (uuid || behindSuperblock) {
        continue; // no part of what is verified, nor read by anybody
      }
      byte[] changed = layer.bytes.clone();
      changed[at] ^= 4;
      assertThrows(
          LayersealException.class,
          () -> convert(MediaType.RDK_EROFS_LZ4, changed, layer.rdk()),
          "byte " + at);
    }
    byte[] data = layer.bytes.clone();
    data[77] ^= 1;
    assertThrows(
        VerificationException.class, () -> convert(MediaType.RDK_EROFS_LZ4, data, layer.rdk()));
  }

  @Test
  void refusesAnotherLength() throws Exception {
    Sealed layer = layer(Salt.ZERO_32, true);
    for (int length : new int[] {OFFSET + 4096, layer.bytes.length - 1, layer.bytes.length + 1}) {
      byte[] other = Arrays.copyOf(layer.bytes, length);
      assertThrows(
          FormatException.class,
          () -> convert(MediaType.RDK_EROFS_LZ4, other, layer.rdk()),
          length + " bytes");
    }
  }

  @Test
  void refusesAnnotationsThatAreNoPlaceOrHash() throws Exception {
    Sealed layer = layer(Salt.ZERO_32, true);
    String beyond = Integer.toString(layer.bytes.length + 4095 & -4096);
    for (String offset : List.of("0", "-4096", "4095", beyond, "x", "9".repeat(18))) {
      Map<String, String> annotations = layer.rdk();
      annotations.put(RDK + "offset", offset);
      assertThrows(
          LayersealException.class,
          () -> convert(MediaType.RDK_EROFS_LZ4, layer.bytes, annotations),
          offset);
    }
    for (String root : List.of("", "00", "zz", "sha256:" + layer.root)) {
      Map<String, String> annotations = layer.rdk();
      annotations.put(RDK + "roothash", root);
      assertThrows(
          LayersealException.class,
          () -> convert(MediaType.RDK_EROFS_LZ4, layer.bytes, annotations),
          root);
    }
    Map<String, String> salted = layer.rdk();
    salted.put(RDK + "salt", "01");
    assertThrows(
        LayersealException.class, () -> convert(MediaType.RDK_EROFS_LZ4, layer.bytes, salted));
  }

  private RootHash convert(MediaType type, byte[] bytes, Map<String, String> annotations)
      throws Exception {
    Descriptor layer = Descriptor.of(type.toString(), bytes);
    store.pushBlob(layer, bytes);
    LayerSource source =
        LayerSource.of(store, layer.withAnnotations(annotations), Optional.empty());
    LayerConverter.Settings settings =
        LayerConverter.Settings.STANDARD.withFolder(new SpillFolder(folder));
    return new LayerConverter(settings)
        .convert(source, List.of(Recipe.NATIVE))
        .rootHash(Recipe.NATIVE);
  }

  private Sealed layer(Salt salt, boolean superblock) throws Exception {
    byte[] data = new byte[OFFSET];
    new java.util.Random(9).nextBytes(data);
    VerityParameters parameters =
        VerityParameters.builder().salt(salt).dataBlockSize(BlockSize.B4096.bytes()).build();
    Path file = Files.write(folder.resolve("layer"), data);
    try (FileChannel channel =
            FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        LeafStore leaves = new LeafStore(32, 1 << 20, new SpillFolder(folder))) {
      LeafHasher hasher = new LeafHasher(parameters, leaves);
      hasher.update(data, 0, data.length);
      hasher.finish();
      RootHash root =
          HashArea.at(OFFSET, superblock)
              .write(
                  channel,
                  new VeritySuperblock(parameters, new UUID(1, 2), leaves.count()),
                  leaves);
      return new Sealed(Files.readAllBytes(file), root, salt);
    } finally {
      Files.delete(file);
    }
  }
}
