package dev.layerseal.erofs.mkfs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.layerseal.erofs.mkfs.FileAttributes.Times;
import dev.layerseal.erofs.mkfs.FileAttributes.Xattrs;
import dev.layerseal.error.FormatException;
import dev.layerseal.error.UnsupportedFeatureException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images of folders, byte for byte as {@code mkfs.erofs IMAGE FOLDER} makes them. */
class FolderImageTest {

  @TempDir Path folder;

  private Path random(long seed) throws IOException {
    Path source = Files.createDirectory(folder.resolve("tree" + seed));
    RandomFolder.make(seed, source);
    return source;
  }

  @Test
  @Tag("interop")
  void agreesOnRandomFolders() throws Exception {
    Comparison comparison = new Comparison(folder);
    for (long seed = 0; seed < 8; seed++) {
      comparison.compareFolder(
          "seed " + seed, random(seed), Comparison.ofFolders(), Comparison.ALL_TIME);
    }
    assertEquals(List.of(), comparison.failures());
    assertEquals(64, comparison.identical());
  }

  @Test
  @Tag("interop")
  void agreesOnOwnersTimesAndXattrs() throws Exception {
    Comparison comparison = new Comparison(folder);
    Path source = random(3);
    for (FileAttributes attributes : Comparison.attributes()) {
      comparison.compareFolder("seed 3", source, Comparison.ofFolders(), attributes);
    }
    assertEquals(List.of(), comparison.failures());
    assertEquals(8 * Comparison.attributes().size(), comparison.identical());
  }

  @Test
  void refusesFilesThatChangeWhileTheyAreRead() throws Exception {
    Path source = Files.createDirectory(folder.resolve("changing"));
    Path file = Files.write(source.resolve("file"), new byte[5000]);
    FolderImageBuilder builder =
        new FolderImageBuilder(MkfsOptions.full(ErofsUtils.V1_9), FileAttributes.OF_LAYER);
    ImagePlan plan = builder.build(source, MkfsRun.UUID);
    Files.write(file, new byte[4999]);
    ByteArrayOutputStream image = new ByteArrayOutputStream();
    IOException failure =
        assertThrows(
            IOException.class,
            () -> ImageWriter.write(plan, builder.files(), Channels.newChannel(image)));
    assertTrue(
        String.valueOf(failure.getMessage()).endsWith("file: its size changed while it was read"));
  }

  @Test
  void refusesWhatIsNoFolder() throws Exception {
    Path file = Files.write(folder.resolve("file"), new byte[1]);
    FolderImageBuilder builder =
        new FolderImageBuilder(MkfsOptions.full(ErofsUtils.V1_9), FileAttributes.OF_LAYER);
    FormatException refusal =
        assertThrows(FormatException.class, () -> builder.build(file, MkfsRun.UUID));
    assertEquals(file + ": it is no directory", refusal.getMessage());
  }

  @Test
  void boundsTheMemoryOfTheTree() throws Exception {
    Path source = Files.createDirectory(folder.resolve("many"));
    for (int i = 0; i < 100; i++) {
      Files.createFile(source.resolve("file" + i));
    }
    MkfsOptions small = MkfsOptions.full(ErofsUtils.V1_9).withMemory(10_000);
    FolderImageBuilder builder = new FolderImageBuilder(small, FileAttributes.OF_LAYER);
    assertThrows(UnsupportedFeatureException.class, () -> builder.build(source, MkfsRun.UUID));
  }

  @Test
  void refusesXattrsWhereNoneAreAllowed() throws Exception {
    Path source = Files.createDirectory(folder.resolve("xattrs"));
    Path file = Files.createFile(source.resolve("file"));
    Files.setAttribute(file, "user:note", java.nio.ByteBuffer.wrap(new byte[] {1}));
    FileAttributes none = new FileAttributes(false, 0, Times.OF_IMAGE, Xattrs.FAIL, true);
    FolderImageBuilder builder = new FolderImageBuilder(MkfsOptions.full(ErofsUtils.V1_9), none);
    assertThrows(UnsupportedFeatureException.class, () -> builder.build(source, MkfsRun.UUID));
  }
}
