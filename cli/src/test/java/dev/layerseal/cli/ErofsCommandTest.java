package dev.layerseal.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.layerseal.json.JsonLimits;
import dev.layerseal.json.JsonReader;
import dev.layerseal.testdata.Vector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ErofsCommandTest extends CommandTest {

  private static final Path VECTORS = Vector.folder("erofs-reader");
  private static final String IMAGE = VECTORS.resolve("plain/image.erofs").toString();

  @Test
  void listsNamesInOrder() {
    assertEquals(0, erofs("ls", IMAGE, "dir"));
    assertEquals("deep\nmixed\nsame-text\n", text(out));
  }

  @Test
  void listsDetails() {
    assertEquals(0, erofs("ls", "-l", IMAGE, "/dir/deep/tail"));
    assertTrue(text(out).startsWith("-rwsr-xr-x 1 0 0 "), text(out));
    assertEquals(0, erofs("ls", "-l", IMAGE, "null"));
    assertTrue(text(out).contains("crw-r--r-- 1 0 0 1:3 2024-01-01T00:00:00Z null"), text(out));
  }

  @Test
  void writesContentAsItIs() {
    assertEquals(0, erofs("cat", IMAGE, "hard"));
    assertEquals("hello", text(out));
  }

  @Test
  void saysWhatIsMissing() {
    assertEquals(4, erofs("cat", IMAGE, "/nothing"));
    assertTrue(text(err).contains("/nothing: no such file"), text(err));
    assertEquals("", text(out));
  }

  @Test
  void showsAttributesAsJson() throws Exception {
    assertEquals(0, erofs("stat", "-o", "json", IMAGE, "a"));
    JsonReader.read(out.toByteArray(), JsonLimits.DEFAULT);
    assertTrue(text(out).contains("\"name\": \"user.one\""), text(out));
  }

  @Test
  void namesTheKernelThatAnImageNeeds() {
    assertEquals(0, erofs("stat", VECTORS.resolve("zstd/image.erofs").toString()));
    assertTrue(text(out).contains("lowest kernel  6.10\n"), text(out));
    assertTrue(text(out).contains("CONFIG_EROFS_FS_ZIP_ZSTD"), text(out));
    assertTrue(text(out).contains("CONFIG_ZSTD_DECOMPRESS"), text(out));
    out.reset();
    assertEquals(0, erofs("stat", VECTORS.resolve("lz4/image.erofs").toString()));
    assertTrue(
        text(out).contains("CONFIG_EROFS_FS CONFIG_EROFS_FS_ZIP CONFIG_LZ4_DECOMPRESS\n"),
        text(out));
  }

  @Test
  void dumpsEveryStructure() throws IOException {
    assertEquals(0, erofs("dump", IMAGE));
    assertEquals(Files.readString(VECTORS.resolve("plain/dump.txt")), text(out));
  }

  @Test
  void aSoundImageHasNoFindings() {
    assertEquals(0, erofs("check", IMAGE), text(out));
    assertEquals("", text(out));
  }

  @Test
  void aChangedByteIsAFinding() throws IOException {
    byte[] image = Files.readAllBytes(Path.of(IMAGE));
    image[1024 + 0x6a] = 0;
    image[1024 + 40]++;
    Path changed = Files.write(folder.resolve("changed.erofs"), image);
    assertEquals(1, erofs("check", changed.toString()));
    assertTrue(text(out).contains("superblock at 0x400: superblock: checksum is"), text(out));
    assertEquals(3, erofs("ls", changed.toString()));
    assertTrue(text(err).contains("changed.erofs: superblock: checksum is"), text(err));
  }

  @Test
  void somethingElseIsNoImage() throws IOException {
    Path other = Files.write(folder.resolve("other"), new byte[5000]);
    assertEquals(1, erofs("check", other.toString()));
    assertEquals(3, erofs("dump", other.toString()));
  }

  @Test
  void unpacksWhatAnOrdinaryUserCanMake() throws IOException {
    Path target = folder.resolve("tree");
    assertEquals(3, erofs("extract", IMAGE, "--out", target.toString()));
    assertTrue(text(err).contains("not\\xffutf8: the name cannot be written here"), text(err));
    assertTrue(text(err).contains("hint: extract to a tar"), text(err));
  }

  @Test
  void everyArchiveOfOneImageIsTheSame() throws IOException {
    Path first = folder.resolve("first.tar");
    assertEquals(0, erofs("extract", IMAGE, "--tar", "--out", first.toString()), text(err));
    assertEquals(0, erofs("extract", IMAGE, "--tar", "--out", "-"));
    assertArrayEquals(Files.readAllBytes(first), out.toByteArray());
  }

  @Test
  void stopsAtTheLimit() {
    Path target = folder.resolve("x.tar");
    assertEquals(
        3, erofs("extract", IMAGE, "--tar", "--max-size", "1000", "--out", target.toString()));
    assertTrue(text(err).contains("the content is more than 1000 bytes"), text(err));
  }

  private int erofs(String... arguments) {
    return run(Stream.concat(Stream.of("erofs"), Stream.of(arguments)).toArray(String[]::new));
  }
}
