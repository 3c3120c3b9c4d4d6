package dev.layerseal.erofs;

import static dev.layerseal.erofs.TestImage.entry;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.layerseal.erofs.disk.FileType;
import dev.layerseal.error.FormatException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageCheckTest {

  @TempDir Path folder;

  @Test
  void aPlainTreeIsClean() throws Exception {
    TestImage image =
        new TestImage()
            .directory(0, 3, entry("d", 1, FileType.DIRECTORY), entry("f", 2, FileType.REGULAR))
            .directory(0, 2)
            .file("content");
    assertEquals(List.of(), image.findings());
  }

  @Test
  void namesOutOfOrderAreFound() throws Exception {
    TestImage image =
        new TestImage()
            .rawDirectory(
                2,
                entry(".", 0, FileType.DIRECTORY),
                entry("..", 0, FileType.DIRECTORY),
                entry("b", 1, FileType.REGULAR),
                entry("a", 2, FileType.REGULAR))
            .file("1")
            .file("2");
    assertEquals(List.of("its entry a is not in order"), image.findings());
    assertThrows(FormatException.class, () -> extract(image));
  }

  @Test
  void theSameNameTwiceIsFoundAndNeverWritten() throws Exception {
    Path outside = Files.createDirectory(folder.resolve("outside"));
    TestImage image =
        new TestImage()
            .rawDirectory(
                3,
                entry(".", 0, FileType.DIRECTORY),
                entry("..", 0, FileType.DIRECTORY),
                entry("x", 1, FileType.SYMLINK),
                entry("x", 2, FileType.DIRECTORY))
            .symlink(outside.toString())
            .directory(0, 2, entry("evil", 3, FileType.REGULAR))
            .file("evil");
    assertEquals(List.of("its entry x is not in order"), image.findings());
    assertThrows(FormatException.class, () -> extract(image));
    try (var inside = Files.list(outside)) {
      assertEquals(0, inside.count());
    }
  }

  @Test
  void namesWithSlashesAreFoundAndNeverWritten() throws Exception {
    TestImage image =
        new TestImage().directory(0, 2, entry("../evil", 1, FileType.REGULAR)).file("evil");
    assertTrue(
        image.findings().contains("name ../evil has the byte 0x2f"), image.findings().toString());
    assertThrows(FormatException.class, () -> extract(image));
    assertTrue(Files.notExists(folder.resolve("evil")));
  }

  @Test
  void linksThatLeaveTheFolderAreMadeAndNotFollowed() throws Exception {
    Path outside = Files.createDirectory(folder.resolve("outside"));
    TestImage image =
        new TestImage()
            .directory(0, 3, entry("a", 1, FileType.SYMLINK), entry("b", 2, FileType.DIRECTORY))
            .symlink(outside.toString())
            .directory(0, 2, entry("c", 3, FileType.REGULAR))
            .file("c");
    extract(image);
    assertTrue(Files.isSymbolicLink(folder.resolve("out/a")));
    assertEquals("c", Files.readString(folder.resolve("out/b/c")));
  }

  @Test
  void aDirectoryInItselfEnds() throws Exception {
    TestImage image = new TestImage().directory(0, 3, entry("loop", 0, FileType.DIRECTORY));
    assertTrue(
        image.findings().contains("it is reached again as loop"), image.findings().toString());
    assertThrows(
        FormatException.class,
        () -> TarExtract.extract(image.reader(), OutputStream.nullOutputStream(), 1000));
  }

  @Test
  void linkCountsAreCompared() throws Exception {
    TestImage image =
        new TestImage()
            .directory(0, 5, entry("f", 1, FileType.REGULAR), entry("g", 1, FileType.REGULAR))
            .file("twice");
    assertEquals(
        List.of(
            "its link count is 5, it has 0 directories in it",
            "its link count is 1, it has 2 names"),
        image.findings());
  }

  @Test
  void wrongTypesAreFound() throws Exception {
    TestImage image = new TestImage().directory(0, 2, entry("f", 1, FileType.SYMLINK)).file("f");
    assertEquals(List.of("its mode says REGULAR, its entry f says SYMLINK"), image.findings());
  }

  @Test
  void missingDotsAreFound() throws Exception {
    TestImage image = new TestImage().rawDirectory(2, entry("f", 1, FileType.REGULAR)).file("f");
    assertEquals(List.of("its entry . is missing", "its entry .. is missing"), image.findings());
  }

  @Test
  void aNumberOfTwoInodesIsFound() throws Exception {
    byte[] image =
        new TestImage()
            .directory(0, 2, entry("f", 1, FileType.REGULAR), entry("g", 2, FileType.REGULAR))
            .file("1")
            .file("2")
            .build();
    image[(int) TestImage.nid(2) * 32 + 20] = 1;
    assertEquals(List.of("its i_ino 1 is that of another inode"), reasons(image));
  }

  @Test
  void anInodeInTheBlocksOfAFileIsFound() throws Exception {
    TestImage tree =
        new TestImage()
            .directory(0, 2, entry("f", 1, FileType.REGULAR), entry("g", 2, FileType.REGULAR))
            .file("1")
            .file("2");
    byte[] image = tree.build();
    int inode = (int) TestImage.nid(2) * 32;
    image[inode] = 0;
    image[inode + 16] = (byte) (TestImage.nid(1) * 32 / 512);
    for (int i = 17; i < 20; i++) {
      image[inode + i] = 0;
    }
    assertEquals(List.of("inodes or the blocks of their content overlap"), reasons(image));
  }

  @Test
  void theNumberOfInodesIsCompared() throws Exception {
    byte[] image =
        new TestImage().directory(0, 2, entry("f", 1, FileType.REGULAR)).file("f").build();
    image[1024 + 16] = 9;
    assertEquals(List.of("inos is 9, 2 inodes were reached"), reasons(image));
  }

  private static List<String> reasons(byte[] image) throws Exception {
    return ImageCheck.check(ImageSource.of(image)).findings().stream()
        .map(Finding::reason)
        .toList();
  }

  private void extract(TestImage image) throws Exception {
    FolderExtract.extract(image.reader(), folder.resolve("out"), 1000);
  }
}
