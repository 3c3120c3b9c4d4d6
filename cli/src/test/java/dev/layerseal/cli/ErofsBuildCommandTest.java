package dev.layerseal.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.layerseal.json.JsonObject;
import dev.layerseal.testdata.Peer;
import dev.layerseal.testdata.Vector;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ErofsBuildCommandTest extends CommandTest {

  private static final String UUID = "6ba7b811-9dad-11d1-80b4-00c04fd430c8";
  private static final Path LAYERS = Vector.folder("recipe");

  private final String gzip = LAYERS.resolve("layer.tar.gz").toString();

  @Test
  void writesTheImageAndReportsIt() throws Exception {
    Path image = folder.resolve("image");
    assertEquals(
        0, run("erofs", "build", "-o", "json", "--out", image.toString(), gzip), text(err));
    JsonObject report = JsonObject.parse(out.toByteArray());
    assertEquals("c1b9d5a2-f162-11cf-9ece-0020afc76f16", report.string("uuid"));
    assertEquals("tar-index-fixed", report.string("recipe"));
    assertEquals(Files.size(image), report.integer("length"));
  }

  @Test
  void compressionDoesNotMatterWhenTheUuidIsFixed() throws Exception {
    Path first = folder.resolve("first");
    Path second = folder.resolve("second");
    String zstd = LAYERS.resolve("layer.tar.zst").toString();
    assertEquals(0, run("erofs", "build", "--out=" + first, gzip), text(err));
    assertEquals(0, run("erofs", "build", "--out=" + second, zstd), text(err));
    assertArrayEquals(Files.readAllBytes(first), Files.readAllBytes(second));
  }

  @Test
  void readsStandardInput() throws Exception {
    Path first = folder.resolve("first");
    Path second = folder.resolve("second");
    InputStream before = System.in;
    System.setIn(new ByteArrayInputStream(Files.readAllBytes(Path.of(gzip))));
    try {
      assertEquals(0, run("erofs", "build", "--recipe=full", "--out=" + first, "-"), text(err));
    } finally {
      System.setIn(before);
    }
    assertEquals(0, run("erofs", "build", "--recipe=full", "--out=" + second, gzip), text(err));
    assertArrayEquals(Files.readAllBytes(first), Files.readAllBytes(second));
  }

  @Test
  @Tag("interop")
  void buildsFoldersAsMkfsDoes() throws Exception {
    Path source = folder.resolve("source");
    Files.createDirectories(source.resolve("sub"));
    Files.writeString(source.resolve("file"), "content");
    Files.createLink(source.resolve("sub/link"), source.resolve("file"));
    Path expected = folder.resolve("expected");
    Path image = folder.resolve("image");
    Peer mkfs = Peer.find("mkfs.erofs-1.9");
    mkfs.run("--quiet", "-T0", "-U", UUID, expected, source).orFail();
    assertEquals(
        0, run("erofs", "build", "--erofs-uuid", UUID, "--out=" + image, source.toString()));
    assertArrayEquals(Files.readAllBytes(expected), Files.readAllBytes(image));
    mkfs.run(
            "--quiet",
            "-T7",
            "-b1024",
            "-Enoinline_data",
            "--all-root",
            "-U",
            UUID,
            expected,
            source)
        .orFail();
    String[] changed = {"--timestamp=7", "--block-size=1024", "--no-inline-data", "--all-root"};
    assertEquals(
        0,
        run(
            Stream.concat(
                    Stream.of("erofs", "build", "-o", "json", "--erofs-uuid", UUID),
                    Stream.concat(
                        Stream.of(changed), Stream.of("--out=" + image, source.toString())))
                .toArray(String[]::new)));
    assertArrayEquals(Files.readAllBytes(expected), Files.readAllBytes(image));
    JsonObject report = JsonObject.parse(out.toByteArray());
    assertEquals(4, report.array("options").size());
    assertEquals(UUID, report.string("uuid"));
  }

  @Test
  void refusesFoldersWithRulesThatNeedALayer() {
    String image = "--out=" + folder.resolve("image");
    String source = folder.toString();
    assertEquals(3, run("erofs", "build", "--erofs-uuid=layer-digest", image, source));
    assertTrue(text(err).contains("give one by --erofs-uuid"), text(err));
    assertEquals(3, run("erofs", "build", "--recipe=tar-index", image, source));
    assertEquals(3, run("erofs", "build", "--recipe=full-unsorted", image, source));
    assertEquals(3, run("erofs", "build", "--compress=lz4", image, source));
  }

  @Test
  @Tag("interop")
  void changesTheShapeOfFullImages() throws Exception {
    Path expected = folder.resolve("expected");
    Path image = folder.resolve("image");
    Path tar = folder.resolve("layer.tar");
    try (InputStream in = new GZIPInputStream(Files.newInputStream(Path.of(gzip)))) {
      Files.copy(in, tar);
    }
    Peer.find("mkfs.erofs-1.8")
        .run(
            "--quiet",
            "--tar=f",
            "--aufs",
            "-T9",
            "--mkfs-time",
            "--ignore-mtime",
            "--sort=none",
            "--all-root",
            "-b2048",
            "-U",
            UUID,
            expected,
            tar)
        .orFail();
    assertEquals(
        0,
        run(
            "erofs",
            "build",
            "--recipe=full-unsorted@1.8",
            "-T",
            "9",
            "--mkfs-time",
            "--ignore-mtime",
            "--all-root",
            "--block-size=2048",
            "--inline-data",
            "--erofs-uuid=" + UUID,
            "--out=" + image,
            gzip),
        text(err));
    assertArrayEquals(Files.readAllBytes(expected), Files.readAllBytes(image));
  }

  @Test
  @Tag("interop")
  void compressesUnsortedImagesAsMkfsDoes() throws Exception {
    Path expected = folder.resolve("expected");
    Path image = folder.resolve("image");
    Path tar = folder.resolve("layer.tar");
    try (InputStream in = new GZIPInputStream(Files.newInputStream(Path.of(gzip)))) {
      Files.copy(in, tar);
    }
    List<String> options =
        List.of("--quiet", "--tar=f", "--aufs", "-T0", "--mkfs-time", "-zlz4hc,9", "-U", UUID);
    List<Object> mkfs = new ArrayList<>(options);
    mkfs.addAll(List.of("--sort=none", "-Enoinline_data", expected, tar));
    Peer.find("mkfs.erofs-1.9").run(mkfs.toArray()).orFail();
    String[] build = {"erofs", "build", "--compress=lz4hc,9", "--out=" + image, gzip};
    for (String recipe : new String[] {"full-unsorted", "full-cache"}) {
      List<String> all = new ArrayList<>(List.of(build));
      all.addAll(List.of("--erofs-uuid=" + UUID, "--recipe=" + recipe));
      assertEquals(0, run(all.toArray(String[]::new)), text(err));
      assertArrayEquals(Files.readAllBytes(expected), Files.readAllBytes(image));
    }
  }

  @Test
  @Tag("interop")
  void makesIndexesOf512BytesWhateverTheBlockSize() throws Exception {
    Path expected = folder.resolve("expected");
    Path image = folder.resolve("image");
    Path tar = folder.resolve("layer.tar");
    try (InputStream in = new GZIPInputStream(Files.newInputStream(Path.of(gzip)))) {
      Files.copy(in, tar);
    }
    for (int size : new int[] {512, 1024, 4096, 8192}) {
      Files.deleteIfExists(expected);
      boolean made =
          Peer.find("mkfs.erofs-1.9")
              .run(
                  "--tar=i",
                  "--aufs",
                  "--quiet",
                  "-b" + size,
                  "-T0",
                  "--mkfs-time",
                  "-U",
                  UUID,
                  expected,
                  tar)
              .succeeded();
      int status =
          run(
              "erofs",
              "build",
              "--recipe=tar-index",
              "--index-only",
              "--block-size=" + size,
              "--erofs-uuid=" + UUID,
              "--out=" + image,
              gzip);
      assertEquals(made, status == 0, "blocks of " + size);
      if (made) {
        assertArrayEquals(Files.readAllBytes(expected), Files.readAllBytes(image));
      }
    }
  }

  @Test
  void asksForOneTarget() {
    assertEquals(2, run("erofs", "build", gzip));
    assertTrue(text(err).contains("one of --out and --containerd-cache is needed"), text(err));
    String cache = "--containerd-cache=" + folder.resolve("cache");
    assertEquals(2, run("erofs", "build", cache, "--out=" + folder.resolve("image"), gzip));
    assertEquals(2, run("erofs", "build", cache, "--all-root", gzip));
    assertEquals(3, run("erofs", "build", cache, "--recipe=full", "--oci-layout", gzip));
  }

  @Test
  void refusesShapesThatDoNotGoWithTheRecipe() {
    String image = "--out=" + folder.resolve("image");
    assertEquals(3, run("erofs", "build", "--all-root", image, gzip));
    assertTrue(text(err).contains("choose one by --recipe full"), text(err));
    assertEquals(3, run("erofs", "build", "--recipe=full", "--block-size=1000", image, gzip));
    assertEquals(2, run("erofs", "build", "--recipe=full", "--xattrs=some", image, gzip));
    assertEquals(2, run("erofs", "build", "--recipe=full", "-T-1", image, gzip));
    assertEquals(3, run("erofs", "build", "--recipe=rdk-lz4hc", "--block-size=512", image, gzip));
  }

  @Test
  void refusesDamagedLayersAndTwoRecipes() throws Exception {
    Path image = folder.resolve("image");
    Path damaged = Files.write(folder.resolve("layer"), new byte[] {'n', 'o', ' ', 't', 'a', 'r'});
    assertEquals(
        3, run("erofs", "build", "--recipe=full@1.8", "--out=" + image, damaged.toString()));
    assertFalse(Files.exists(image));
    assertEquals(
        2, run("erofs", "build", "--recipe=full", "--recipe=tar-index", "--out=" + image, gzip));
    assertEquals(3, run("erofs", "build", "--recipe=full", "--index-only", "--out=" + image, gzip));
    assertTrue(text(err).contains("makes no index"), text(err));
  }

  @Test
  @Tag("interop")
  void writesWhatMkfsWrites() throws Exception {
    Peer mkfs = Peer.find("mkfs.erofs-1.9");
    Path tar = folder.resolve("layer.tar");
    try (InputStream in = new GZIPInputStream(Files.newInputStream(Path.of(gzip)))) {
      Files.copy(in, tar);
    }
    String uuid = "--erofs-uuid=" + UUID;
    Path ours = folder.resolve("ours");
    Path theirs = folder.resolve("theirs");
    assertEquals(0, run("erofs", "build", "--index-only", uuid, "--out=" + ours, gzip), text(err));
    mkfs.run("--tar=i", "--aufs", "--quiet", "-T0", "--mkfs-time", "-U", UUID, theirs, tar)
        .orFail();
    assertArrayEquals(Files.readAllBytes(theirs), Files.readAllBytes(ours));
  }

  @Test
  void compressesWhatItIsTold() throws Exception {
    Path plain = folder.resolve("plain");
    Path packed = folder.resolve("packed");
    assertEquals(0, run("erofs", "build", "--recipe=full", "--out=" + plain, gzip), text(err));
    String[] build = {"erofs", "build", "--recipe=full", "--compress=lz4hc,12", "--out=" + packed};
    assertEquals(0, run(with(build, "--pcluster=65536", "--clean-gaps", gzip)), text(err));
    assertTrue(Files.size(packed) < Files.size(plain));
    assertEquals(0, run("erofs", "check", packed.toString()), text(err));
    assertEquals(2, run(with(build, "--pcluster=5000", gzip)));
    assertEquals(2, run("erofs", "build", "--recipe=full", "--legacy", "--out=" + packed, gzip));
    assertEquals(3, run("erofs", "build", "--compress=lz4", "--out=" + packed, gzip));
  }

  @Test
  @Tag("interop")
  void compressesAsMkfsDoes() throws Exception {
    Path tar = folder.resolve("layer.tar");
    try (InputStream in = new GZIPInputStream(Files.newInputStream(Path.of(gzip)))) {
      Files.copy(in, tar);
    }
    Path ours = folder.resolve("ours");
    Path theirs = folder.resolve("theirs");
    String[] build = {"erofs", "build", "--recipe=full", "--erofs-uuid=" + UUID, "--out=" + ours};
    assertEquals(0, run(with(build, "--compress=lz4", "--pcluster=65536", gzip)), text(err));
    Peer.find("mkfs.erofs-1.9")
        .run(
            "--tar=f",
            "--aufs",
            "--quiet",
            "-Enoinline_data",
            "-b4096",
            "-zlz4",
            "-C65536",
            "-T0",
            "--mkfs-time",
            "-U",
            UUID,
            theirs,
            tar)
        .orFail();
    assertArrayEquals(Files.readAllBytes(theirs), Files.readAllBytes(ours));
  }

  private static String[] with(String[] arguments, String... more) {
    return Stream.concat(Stream.of(arguments), Stream.of(more)).toArray(String[]::new);
  }
}
