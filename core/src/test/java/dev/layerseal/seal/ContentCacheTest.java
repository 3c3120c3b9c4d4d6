package dev.layerseal.seal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.layerseal.bytes.Uuid;
import dev.layerseal.compress.Compression;
import dev.layerseal.erofs.mkfs.RandomTar;
import dev.layerseal.error.UnsupportedFeatureException;
import dev.layerseal.error.VerificationException;
import dev.layerseal.oci.Digest;
import dev.layerseal.recipe.Recipe;
import dev.layerseal.seal.ContentCache.Stored;
import dev.layerseal.testdata.Peer;
import dev.layerseal.verity.SpillFolder;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContentCacheTest {

  @TempDir Path folder;

  private final byte[] tar = RandomTar.of(2000);

  private LayerSource layer() {
    Digest digest = Digest.sha256(tar);
    return new LayerSource(
        "layer",
        () -> new ByteArrayInputStream(tar),
        tar.length,
        Optional.of(digest),
        Optional.of(digest),
        Optional.of(Compression.NONE),
        false);
  }

  private Stored put(boolean replace) throws Exception {
    LayerConverter.Settings settings =
        LayerConverter.Settings.STANDARD.withFolder(new SpillFolder(folder));
    return new ContentCache(folder.resolve("cache"), Recipe.parse("full-cache"), settings, replace)
        .put(layer());
  }

  @Test
  void putsLayersWhereNodesLookForThem() throws Exception {
    Stored stored = put(false);
    String hex = stored.diffId().hex();
    Path blob = folder.resolve("cache/sha256").resolve(hex.substring(0, 2)).resolve(hex + ".erofs");
    assertEquals(blob, stored.blob());
    assertTrue(stored.made());
    assertEquals(
        "{\"roothash\":\"%s\",\"hashoffset\":%d}".formatted(stored.rootHash(), stored.hashOffset()),
        Files.readString(CacheEntry.sideFile(blob)));
    assertEquals("rw-r--r--", mode(blob));
    assertEquals("rw-r--r--", mode(CacheEntry.sideFile(blob)));
    try (Stream<Path> left = Files.list(folder.resolve("cache"))) {
      assertEquals(List.of(folder.resolve("cache/sha256")), left.toList());
    }
  }

  private static String mode(Path file) throws Exception {
    return java.nio.file.attribute.PosixFilePermissions.toString(
        Files.getPosixFilePermissions(file));
  }

  @Test
  void keepsWhatIsThereAndRight() throws Exception {
    Stored first = put(false);
    Object key = Files.getAttribute(first.blob(), "unix:ino");
    Stored second = put(false);
    assertFalse(second.made());
    assertEquals(first.rootHash(), second.rootHash());
    assertEquals(key, Files.getAttribute(first.blob(), "unix:ino"));
    byte[] before = Files.readAllBytes(first.blob());
    assertTrue(put(true).made());
    assertArrayEquals(before, Files.readAllBytes(first.blob()));
  }

  @Test
  void refusesEntriesThatHoldSomethingElse() throws Exception {
    Stored stored = put(false);
    byte[] blob = Files.readAllBytes(stored.blob());
    Path side = CacheEntry.sideFile(stored.blob());
    byte[] text = Files.readAllBytes(side);
    long tree = stored.hashOffset() + 4096;
    for (long at : new long[] {0, stored.hashOffset() - 1, stored.hashOffset() + 64, tree}) {
      byte[] changed = blob.clone();
      changed[(int) at]++;
      Files.write(stored.blob(), changed);
      refused("the cache holds another image");
    }
    Files.write(stored.blob(), blob);
    Files.write(
        side,
        new String(text, StandardCharsets.US_ASCII)
            .replace('1', '2')
            .getBytes(StandardCharsets.US_ASCII));
    refused("the cache holds another image");
    Files.write(side, new byte[5000]);
    refused("too long for a root hash");
    Files.delete(side);
    refused("there is no " + side.getFileName());
    assertTrue(put(true).made());
    assertArrayEquals(text, Files.readAllBytes(side));
    assertFalse(put(false).made());
  }

  private void refused(String message) {
    VerificationException refusal = assertThrows(VerificationException.class, () -> put(false));
    assertTrue(String.valueOf(refusal.getMessage()).contains(message), refusal.getMessage());
    assertEquals("remove the file, or write it again with --force", refusal.hint().orElse(""));
  }

  @Test
  void refusesRecipesThatDependOnTheCompressionOfALayer() {
    for (String recipe : List.of("full", "tar-index", "rdk-lz4hc", "native")) {
      assertThrows(
          UnsupportedFeatureException.class,
          () ->
              new ContentCache(
                  folder, Recipe.parse(recipe), LayerConverter.Settings.STANDARD, false));
    }
  }

  @Test
  @Tag("interop")
  void holdsTheBytesOfMkfsAndVeritysetup() throws Exception {
    Stored stored = put(false);
    Path layer = Files.write(folder.resolve("layer.tar"), tar);
    Path image = folder.resolve("image");
    Uuid uuid = Uuid.ofUrlName("erofs:blobs/" + stored.diffId());
    Peer.find("mkfs.erofs-1.9")
        .run(
            "--tar=f",
            "--aufs",
            "--quiet",
            "-Enoinline_data",
            "-b4096",
            "-T0",
            "--mkfs-time",
            "--sort=none",
            "-U",
            uuid,
            image,
            layer)
        .orFail();
    Peer.find("veritysetup")
        .run(
            "format",
            "--salt=" + "00".repeat(32),
            "--uuid=" + uuid,
            "--hash-offset=" + Files.size(image),
            image,
            image)
        .orFail();
    assertArrayEquals(Files.readAllBytes(image), Files.readAllBytes(stored.blob()));
  }
}
