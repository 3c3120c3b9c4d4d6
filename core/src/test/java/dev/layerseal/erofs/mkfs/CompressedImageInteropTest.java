package dev.layerseal.erofs.mkfs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.layerseal.bytes.Uuid;
import dev.layerseal.error.FormatException;
import dev.layerseal.testdata.Peer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
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
    byte[] expected = mkfs(tar, compression, version);
    byte[] actual = build(tar, compression, version, 2);
    int at = Arrays.mismatch(expected, actual);
    assertEquals(
        -1,
        at,
        () ->
            "%s %s: byte 0x%x of %d and %d"
                .formatted(version, compression, at, expected.length, actual.length));
  }

  private byte[] mkfs(Path tar, Compression compression, ErofsUtils version) throws Exception {
    Path image = folder.resolve("mkfs.image");
    Files.deleteIfExists(image);
    String level =
        compression.algorithm() == Compression.Algorithm.LZ4 ? "" : ",level=" + compression.level();
    Peer.find(version == ErofsUtils.V1_8 ? "mkfs.erofs-1.8" : "mkfs.erofs-1.9")
        .run(
            "--aufs",
            "--quiet",
            "--tar=f",
            "-T0",
            "-U" + uuid(),
            "-z" + compression.algorithm() + level,
            "-C" + compression.clusterSize(),
            compression.legacy() ? "-Elegacy-compress" : "-E^legacy-compress",
            image,
            tar)
        .orFail();
    return Files.readAllBytes(image);
  }

  private byte[] build(Path tar, Compression compression, ErofsUtils version, int threads)
      throws Exception {
    Path image = folder.resolve("own.image");
    Files.deleteIfExists(image);
    try (ImageFileBuilder builder =
        new ImageFileBuilder(
            MkfsOptions.full(version).withInlineData(),
            Optional.of(compression),
            new FileAttributes(false, 0, true, FileAttributes.Xattrs.KEEP, true),
            image,
            folder,
            threads)) {
      byte[] bytes = Files.readAllBytes(tar);
      builder.update(bytes, 0, bytes.length);
      assertEquals(builder.finish(uuid()), Files.size(image));
    }
    return Files.readAllBytes(image);
  }

  private static Uuid uuid() {
    try {
      return Uuid.parse("c1b9d5a2-f162-11cf-9ece-0020afc76f16");
    } catch (FormatException e) {
      throw new AssertionError(e);
    }
  }
}
