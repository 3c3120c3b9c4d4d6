package dev.layerseal.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.layerseal.json.JsonObject;
import dev.layerseal.testdata.Vector;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RootHashCommandTest extends CommandTest {

  private static final Path VECTORS = Vector.folder("recipe");
  private static final String LAYER = VECTORS.resolve("layer.tar.gz").toString();

  @Test
  void showsTheRootHashOfAFile() throws Exception {
    String expected = Files.readString(VECTORS.resolve("tar-index_1.9/roothash"));
    assertEquals(0, run("roothash", "-q", "--recipe", "tar-index", LAYER), text(err));
    assertTrue(text(out).startsWith(expected + "  tar-index  sha256:"), text(out));
    assertEquals("", text(err));
  }

  @Test
  void showsEveryRecipeAtOnce() throws Exception {
    assertEquals(0, run("roothash", "--recipe", "all", "-o", "json", LAYER), text(err));
    List<JsonObject> images =
        JsonObject.parse(out.toByteArray())
            .array("layers")
            .objects()
            .get(0)
            .array("images")
            .objects();
    assertTrue(images.size() >= 8, text(out));
    for (JsonObject image : images) {
      JsonObject recipe = image.object("recipe");
      String folder = recipe.string("name") + "_" + recipe.string("erofsUtils");
      assertEquals(
          Files.readString(VECTORS.resolve(folder + "/roothash")),
          image.string("rootHash"),
          folder);
    }
  }

  @Test
  void saysWhichOptionsNodesNeed() throws Exception {
    String[] command = {
      "roothash", "--recipe=full", "--recipe=full-unsorted", "--recipe=tar-index", LAYER
    };
    assertEquals(0, run(command), text(err));
    assertTrue(
        text(err)
            .contains(
                "containerd nodes compute root hashes of full and tar-index only with"
                    + " mkfs_options = [\"-T0\", \"--mkfs-time\"]: by default"),
        text(err));
    assertTrue(text(err).contains("\"--mkfs-time\", \"--sort=none\"]"), text(err));
    assertEquals(0, run("roothash", LAYER));
    assertFalse(text(err).contains("mkfs_options"), text(err));
    assertEquals(0, run("roothash", "-o", "json", "--recipe=full", LAYER));
    assertTrue(
        JsonObject.parse(out.toByteArray())
            .array("warnings")
            .strings()
            .get(0)
            .startsWith("containerd nodes compute root hashes of full only"),
        text(out));
  }

  @Test
  void warnsOfLayersThatNodesConvertInAnotherWay(@TempDir Path folder) throws Exception {
    byte[] tar;
    try (InputStream in = new GZIPInputStream(Files.newInputStream(Path.of(LAYER)))) {
      tar = in.readAllBytes();
    }
    Path padded =
        Files.write(folder.resolve("padded.tar"), Arrays.copyOf(tar, tar.length + 100_000));
    assertEquals(0, run("roothash", padded.toString()), text(err));
    assertTrue(text(err).contains("long-tail"), text(err));
    Path bare = Files.write(folder.resolve("bare.tar"), new byte[1024]);
    assertEquals(0, run("roothash", bare.toString()), text(err));
    assertTrue(text(err).contains("where mkfs.erofs 1.9 does not run as root"), text(err));
  }

  @Test
  void anotherDigestGivesAnotherUuid() throws Exception {
    String digest = "sha256:" + "ab".repeat(32);
    assertEquals(
        0, run("roothash", "--recipe=tar-index", "--layer-digest", digest, "-o", "json", LAYER));
    assertTrue(text(out).contains(digest), text(out));
  }

  @Test
  void refusesWhatItCannotDo() {
    assertEquals(3, run("roothash", "--recipe", "nothing", LAYER));
    assertEquals(3, run("roothash", "--recipe", "native", "--pad", "4096", LAYER));
    assertEquals(3, run("roothash", "--max-layer-size", "1KiB", LAYER));
    assertTrue(text(err).contains("hint: raise --max-layer-size"), text(err));
    assertEquals(2, run("roothash", "--max-layer-size", "1 kB", LAYER));
    assertEquals(2, run("roothash"));
  }
}
