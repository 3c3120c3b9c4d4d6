package dev.layerseal.erofs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.layerseal.erofs.disk.FeatureIncompat;
import dev.layerseal.erofs.disk.FileType;
import dev.layerseal.error.LayersealException;
import dev.layerseal.testdata.Peer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What mkfs.erofs makes now, read by us and by fsck.erofs: both say the same. */
@Tag("interop")
class PeerImagesTest {

  @TempDir static Path folder;

  @BeforeAll
  static void tree() throws IOException {
    SplittableRandom random = new SplittableRandom(3);
    Path tree = Files.createDirectories(folder.resolve("tree/many"));
    for (int i = 0; i < 300; i++) {
      Files.writeString(tree.resolve("name-of-some-length-" + i), "file " + i);
    }
    for (int size : new int[] {0, 1, 4095, 4096, 4097, 70_000}) {
      byte[] bytes = new byte[size];
      random.nextBytes(bytes);
      Files.write(folder.resolve("tree/random-" + size), bytes);
      Files.writeString(folder.resolve("tree/text-" + size), "a line of text\n".repeat(size / 15));
    }
    Files.createSymbolicLink(folder.resolve("tree/link"), Path.of("text-1"));
    Files.createLink(folder.resolve("tree/hard"), folder.resolve("tree/random-70000"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-b4096",
        "-b512",
        "-x1",
        "-Eforce-inode-extended",
        "-E^inline_data",
        "--chunksize=4096",
        "--chunksize=8192 -Eforce-chunk-indexes",
        "-zlz4",
        "-zlz4hc -C65536",
        "-zlz4 -Elegacy-compress",
        "-zlz4hc -C65536 -Eztailpacking",
        "-zlz4hc -C65536 -Efragments",
        "-zlz4hc -C65536 -Ededupe",
        "-zlz4hc -Eall-fragments,dedupe",
        "-zlz4 -C8192 -Efragments,dedupe,ztailpacking",
        "-zlzma -C65536",
        "-zdeflate -C65536",
        "-zzstd -C65536"
      })
  void readsWhatMkfsErofsWrites(String options) throws Exception {
    for (String version : List.of("1.8", "1.9")) {
      Path image = folder.resolve("image-" + version);
      Files.deleteIfExists(image);
      List<Object> arguments = new ArrayList<>(Arrays.asList((Object[]) options.split(" ")));
      arguments.addAll(List.of("-T0", "--quiet", image, folder.resolve("tree")));
      Peer.find("mkfs.erofs-" + version).run(arguments.toArray()).orFail();
      assertEquals(List.of(), ImageCheck.check(ImageSource.open(image)).findings(), version);
      Path extracted = extracted(image, version, options);
      try (ImageReader reader = ImageReader.open(image)) {
        ImageWalk.walk(reader, new Same(reader, extracted));
      }
    }
  }

  /** The inode that holds the others has no name and is counted; fsck.erofs reads it wrongly. */
  @Test
  void readsCompressedMetadata() throws Exception {
    Path image = folder.resolve("metabox");
    Path tree = folder.resolve("tree");
    Peer.find("mkfs.erofs-1.9").run("-T0", "--quiet", "-zlz4hc", "-m4096", image, tree).orFail();
    assertEquals(List.of(), ImageCheck.check(ImageSource.open(image)).findings());
    try (ImageReader reader = ImageReader.open(image)) {
      assertTrue(reader.superblock().has(FeatureIncompat.METABOX));
      ImageWalk.walk(reader, new Same(reader, tree));
    }
  }

  /**
   * Neither fsck.erofs nor a kernel finds the end of this file: its place is not that of its mark.
   */
  @Test
  void refusesInterlacedEndsThatAreInlined() throws Exception {
    Path tree = Files.createDirectory(folder.resolve("interlaced"));
    byte[] content = new byte[36_000];
    new SplittableRandom(5).nextBytes(content);
    Arrays.fill(content, 0, 30_000, (byte) 'x');
    Files.write(tree.resolve("file"), content);
    for (String version : List.of("1.8", "1.9")) {
      Path image = folder.resolve("interlaced-" + version);
      Peer.find("mkfs.erofs-" + version)
          .run("-T0", "--quiet", "-zlz4", "-Eall-fragments,ztailpacking", image, tree)
          .orFail();
      List<Finding> findings = ImageCheck.check(ImageSource.open(image)).findings();
      assertEquals(1, findings.size(), findings::toString);
      assertTrue(findings.toString().contains("interlaced bytes do not fill a block"));
      Path extracted = folder.resolve("interlaced-out-" + version);
      Peer.find("fsck.erofs").run("--extract=" + extracted, image);
      assertFalse(Arrays.equals(content, Files.readAllBytes(extracted.resolve("file"))));
    }
  }

  /** What fsck.erofs extracts; it does not read the layout of before 5.4 that 1.8 still writes. */
  private static Path extracted(Path image, String version, String options) {
    if (version.equals("1.8") && options.contains("legacy")) {
      return folder.resolve("tree");
    }
    Path extracted = folder.resolve("out-" + Integer.toHexString(options.hashCode()) + version);
    Peer.find("fsck.erofs").run("--extract=" + extracted, image).orFail();
    return extracted;
  }

  private record Same(ImageReader reader, Path extracted) implements ImageWalk.Visitor {

    @Override
    public void directory(byte[] path, ImageInode directory)
        throws IOException, LayersealException {
      try (var inside = Files.list(at(path))) {
        assertEquals(inside.count(), reader.entries(directory).size());
      }
    }

    @Override
    public void file(byte[] path, ImageInode inode, Optional<byte[]> first)
        throws IOException, LayersealException {
      if (inode.type() == FileType.REGULAR) {
        assertArrayEquals(Files.readAllBytes(at(path)), reader.content(inode).bytes());
      } else {
        Path target = Files.readSymbolicLink(at(path));
        assertEquals(target.toString(), text(reader.target(inode)));
      }
      assertEquals(
          inode.disk().mode() & 07777,
          (int) Files.getAttribute(at(path), "unix:mode", LinkOption.NOFOLLOW_LINKS) & 07777);
    }

    private Path at(byte[] path) {
      return extracted.resolve(text(path));
    }

    private static String text(byte[] bytes) {
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }
}
