package dev.layerseal.erofs;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.layerseal.bytes.Hex;
import dev.layerseal.erofs.disk.FileType;
import dev.layerseal.error.LayersealException;
import dev.layerseal.testdata.Vector;
import dev.layerseal.tree.DeviceNumber;
import dev.layerseal.tree.FileName;
import dev.layerseal.tree.Inode;
import java.io.IOException;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Images that mkfs.erofs made of one tree, each with other options. */
class ImageVectorsTest {

  static Stream<Vector> vectors() {
    List<Vector> all = Vector.all("erofs-reader");
    assertFalse(all.isEmpty());
    return all.stream().filter(vector -> vector.expect().equals("ok"));
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void hasNoFindings(Vector vector) throws Exception {
    CheckReport report = ImageCheck.check(ImageSource.of(vector.bytes("image.erofs")));
    assertEquals(List.of(), report.findings());
    assertEquals(17, report.inodes());
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void dumpsAsBefore(Vector vector) throws Exception {
    StringBuilder text = new StringBuilder();
    ImageDump.dump(reader(vector), text);
    assertEquals(Files.readString(vector.folder().resolve("dump.txt")), text.toString());
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void holdsTheContentOfTheTree(Vector vector) throws Exception {
    TreeMap<String, String> found = new TreeMap<>();
    ImageReader reader = reader(vector);
    ImageWalk.walk(reader, new Hashes(reader, found));
    StringBuilder text = new StringBuilder();
    found.forEach((path, hash) -> text.append(hash).append("  ./").append(path).append('\n'));
    assertEquals(
        Files.readString(Vector.folder("erofs-reader").resolve("files.sha256"), ISO_8859_1),
        text.toString());
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void findsFilesByPath(Vector vector) throws Exception {
    ImageReader reader = reader(vector);
    assertEquals("hello", text(reader, "/a"));
    assertEquals("hello", text(reader, "hard"));
    assertEquals("a", new String(reader.target(reader.find("/link").orElseThrow()), ISO_8859_1));
    assertEquals(Optional.empty(), reader.find("/dir/nothing"));
    assertEquals(Optional.empty(), reader.find("/a/b"));
    assertEquals(Optional.empty(), reader.find("/link/deep"));
    assertEquals(FileType.FIFO, reader.find("fifo").orElseThrow().type());
    assertEquals(
        List.of("deep", "mixed", "same-text"),
        reader.entries(reader.find("dir/").orElseThrow()).stream()
            .map(entry -> entry.name().toString())
            .toList());
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void isATreeInWhichAHardLinkIsOneInode(Vector vector) throws Exception {
    Inode.Directory root = ImageTree.read(reader(vector));
    assertEquals(13, root.entries().size());
    assertSame(root.entries().get(FileName.of("a")), root.entries().get(FileName.of("hard")));
    Inode.Directory dir =
        (Inode.Directory) Objects.requireNonNull(root.entries().get(FileName.of("dir")));
    assertEquals(3, dir.entries().size());
    Inode.RegularFile mixed =
        (Inode.RegularFile) Objects.requireNonNull(dir.entries().get(FileName.of("mixed")));
    assertEquals(70000, mixed.metadata().uid());
    assertEquals(mixed.content().size(), mixed.content().bytes().length);
    Inode.Special disk =
        (Inode.Special) Objects.requireNonNull(root.entries().get(FileName.of("disk")));
    assertEquals(new DeviceNumber(259, 70000), disk.device());
  }

  private static String text(ImageReader reader, String path)
      throws IOException, LayersealException {
    return new String(reader.content(reader.find(path).orElseThrow()).bytes(), ISO_8859_1);
  }

  private static ImageReader reader(Vector vector) throws IOException, LayersealException {
    return ImageReader.open(ImageSource.of(vector.bytes("image.erofs")));
  }

  private record Hashes(ImageReader reader, TreeMap<String, String> found)
      implements ImageWalk.Visitor {

    @Override
    public void directory(byte[] path, ImageInode directory) {}

    @Override
    public void file(byte[] path, ImageInode inode, Optional<byte[]> first)
        throws IOException, LayersealException {
      if (inode.type() == FileType.REGULAR) {
        byte[] bytes = reader.content(inode).bytes();
        found.put(new String(path, ISO_8859_1), Hex.encode(sha256(bytes)));
      }
    }

    private static byte[] sha256(byte[] bytes) {
      try {
        return MessageDigest.getInstance("SHA-256").digest(bytes);
      } catch (NoSuchAlgorithmException e) {
        throw new AssertionError(e);
      }
    }
  }
}
