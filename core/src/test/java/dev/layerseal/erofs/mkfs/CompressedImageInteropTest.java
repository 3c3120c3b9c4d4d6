package dev.layerseal.erofs.mkfs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.layerseal.testdata.Peer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whole images, byte for byte against {@code mkfs.erofs}. */
@Tag("interop")
final class CompressedImageInteropTest {

  @TempDir Path folder;

  static Stream<String> compressions() {
    return Stream.of(
        "lz4", "lz4hc,1", "lz4hc,3", "lz4hc", "lz4hc,10", "lz4hc,12", "zstd", "zstd,3");
  }

  @ParameterizedTest
  @MethodSource("compressions")
  void givesTheImageOfMkfs(String compression) throws Exception {
    Path tar = tar(CompressedLayers.bySize());
    for (int clusterSize : new int[] {4096, 65536}) {
      compare(tar, Compression.parse(compression).withClusterSize(clusterSize), ErofsUtils.V1_9);
    }
  }

  @ParameterizedTest
  @MethodSource("compressions")
  void placesManyFilesAsMkfsDoes(String compression) throws Exception {
    for (long seed = 1; seed <= 3; seed++) {
      Path tar = tar(CompressedLayers.ofTree(seed));
      compare(tar, Compression.parse(compression), ErofsUtils.V1_9);
    }
  }

  @Test
  void givesTheImageOfTheOlderMkfs() throws Exception {
    Path tar = tar(CompressedLayers.ofTree(4));
    for (String compression : new String[] {"lz4", "lz4hc", "zstd,3"}) {
      compare(tar, Compression.parse(compression), ErofsUtils.V1_8);
      compare(tar, Compression.parse(compression).withClusterSize(16384), ErofsUtils.V1_8);
    }
  }

  @Test
  void writesFullIndexesAsMkfsDoes() throws Exception {
    Path tar = tar(CompressedLayers.bySize());
    for (ErofsUtils version : ErofsUtils.values()) {
      compare(tar, Compression.parse("lz4").withLegacy(), version);
      compare(tar, Compression.parse("lz4hc").withLegacy().withClusterSize(65536), version);
    }
  }

  @Test
  void takesLargeClustersAsMkfsDoes() throws Exception {
    Path tar = tar(CompressedLayers.bySize());
    for (int clusterSize : new int[] {8192, 12288, 1 << 20}) {
      compare(tar, Compression.parse("lz4").withClusterSize(clusterSize), ErofsUtils.V1_9);
    }
  }

  @Test
  void givesTheImageOfContainerdNodes() throws Exception {
    for (long seed = 10; seed < 13; seed++) {
      Path tar = tar(CompressedLayers.ofTree(seed));
      for (String text : new String[] {"lz4", "lz4hc", "zstd"}) {
        Compression compression = Compression.parse(text).withClusterSize(65536);
        for (ErofsUtils version : ErofsUtils.values()) {
          CompressedRun run = new CompressedRun(compression, version, folder, true);
          assertEquals("", run.difference(run.mkfs(tar), run.build(tar, 2)));
        }
      }
    }
  }

  @Test
  void cleanGapsChangeNothingThatIsRead() throws Exception {
    Path tar = tar(CompressedLayers.ofTree(5));
    Compression compression = Compression.parse("lz4");
    byte[] stale = build(tar, compression, ErofsUtils.V1_9, 2);
    byte[] clean = build(tar, compression.withCleanGaps(), ErofsUtils.V1_9, 2);
    assertEquals(stale.length, clean.length);
    for (int i = 2048; i < clean.length; i++) {
      assertTrue(clean[i] == stale[i] || clean[i] == 0, "byte " + i);
    }
    Path image = Files.write(folder.resolve("clean"), clean);
    Peer.find("fsck.erofs").run(image).orFail();
  }

  @Test
  void givesOneImageWhateverTheThreads() throws Exception {
    Path tar = tar(CompressedLayers.ofTree(6));
    Compression compression = Compression.parse("lz4hc");
    assertArrayEquals(
        build(tar, compression, ErofsUtils.V1_9, 1), build(tar, compression, ErofsUtils.V1_9, 5));
  }

  private Path tar(byte[] bytes) throws Exception {
    return Files.write(folder.resolve("layer.tar"), bytes);
  }

  private void compare(Path tar, Compression compression, ErofsUtils version) throws Exception {
    CompressedRun run = new CompressedRun(compression, version, folder);
    assertEquals("", run.difference(run.mkfs(tar), run.build(tar, 2)));
  }

  private byte[] build(Path tar, Compression compression, ErofsUtils version, int threads)
      throws Exception {
    return Files.readAllBytes(new CompressedRun(compression, version, folder).build(tar, threads));
  }
}
