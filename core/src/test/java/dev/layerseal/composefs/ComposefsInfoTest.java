package dev.layerseal.composefs;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.layerseal.erofs.ImageSource;
import dev.layerseal.error.LayersealException;
import dev.layerseal.error.UnsupportedFeatureException;
import dev.layerseal.fsverity.FsVerityHasher;
import dev.layerseal.fsverity.FsVerityParameters;
import dev.layerseal.testdata.Peer;
import dev.layerseal.tree.FileName;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComposefsInfoTest {

  @TempDir Path folder;

  @Test
  void aDumpGivesTheSameImageAgain() throws IOException, LayersealException {
    for (long seed = 1; seed <= 40; seed++) {
      byte[] image = image(seed);
      byte[] dump = dump(image, Set.of());
      byte[] again = image(dump, ComposefsVersion.exactly(image[12]));
      byte[] dumpAgain = dump(again, Set.of());
      assertArrayEquals(dump, dumpAgain, "seed " + seed);
    }
  }

  @Test
  void aTreeIsDumpedAsItsImageIs() throws IOException, LayersealException {
    for (long seed = 1; seed <= 40; seed++) {
      for (int version = 0; version <= 2; version++) {
        ComposefsTree tree = tree(seed);
        ComposefsVersion chosen = ComposefsVersion.exactly(version);
        Optional<byte[]> image = image(tree, chosen);
        // In version 2 readers take whiteouts for those that hide the store.
        if (image.isPresent() && (version < 2 || !Whiteouts.in(tree))) {
          ByteArrayOutputStream dump = new ByteArrayOutputStream();
          DumpfileWriter.write(tree, chosen, dump);
          String expected = new String(dump(image.get(), Set.of()), ISO_8859_1);
          boolean same = expected.equals(dump.toString(ISO_8859_1));
          assertTrue(same, "seed " + seed + ", version " + version);
        }
      }
    }
  }

  @Test
  @Tag("interop")
  void version2IsReadByTheToolAsHere() throws IOException, LayersealException {
    Peer info = Peer.find("composefs-info");
    int compared = 0;
    for (long seed = 100; seed <= 140; seed++) {
      Optional<byte[]> image = image(tree(seed), ComposefsVersion.exactly(2));
      if (image.isPresent()) {
        Path file = Files.write(folder.resolve("image"), image.get());
        assertSame(info.run("dump", file).orFail().output(), dump(image.get(), Set.of()), seed);
        compared++;
      }
    }
    assertTrue(compared > 20, compared + " images");
  }

  private static ComposefsTree tree(long seed) throws IOException, LayersealException {
    byte[] dumpfile = RandomDumpfile.make(seed);
    return ComposefsTree.of(DumpfileReader.read(new ByteArrayInputStream(dumpfile), false).root());
  }

  /** Nothing where the version cannot hold the tree. */
  private static Optional<byte[]> image(ComposefsTree tree, ComposefsVersion version)
      throws IOException, LayersealException {
    ByteArrayOutputStream image = new ByteArrayOutputStream();
    try {
      ComposefsImage.write(tree, version, image);
      return Optional.of(image.toByteArray());
    } catch (UnsupportedFeatureException e) {
      return Optional.empty();
    }
  }

  @Test
  @Tag("interop")
  void dumpsAndListsAreThoseOfTheTool() throws IOException, LayersealException {
    Peer info = Peer.find("composefs-info");
    for (long seed = 1; seed <= 25; seed++) {
      Path file = Files.write(folder.resolve("image"), image(seed));
      byte[] image = Files.readAllBytes(file);
      assertSame(info.run("dump", file).orFail().output(), dump(image, Set.of()), seed);
      ByteArrayOutputStream list = new ByteArrayOutputStream();
      NavigableSet<byte[]> objects = ComposefsInfo.paths();
      try (ComposefsReader reader = ComposefsReader.open(ImageSource.of(image))) {
        ComposefsInfo.list(reader, any -> true, list);
        ComposefsInfo.objects(reader, any -> true, objects);
      }
      assertSame(info.run("ls", file).orFail().output(), list.toByteArray(), seed);
    }
  }

  @Test
  @Tag("interop")
  void filtersNamesOfTheRoot() throws IOException, LayersealException {
    byte[] image = image(5);
    Path file = Files.write(folder.resolve("image"), image);
    String name = new String(dump(image, Set.of()), ISO_8859_1).lines().skip(2).findFirst().get();
    name = name.substring(1, name.indexOf(' '));
    name = name.contains("/") ? name.substring(0, name.indexOf('/')) : name;
    assertSame(
        Peer.find("composefs-info").run("--filter=" + name, "dump", file).orFail().output(),
        dump(image, Set.of(FileName.of(name))),
        5);
  }

  /**
   * The length of this payload and one is a multiple of 4, so the tool reads two bytes too many.
   */
  @Test
  @Tag("interop")
  void printsAPayloadAndNotWhatLiesBehindIt() throws IOException, LayersealException {
    String line = "/file 9 100644 1 0 0 0 0.0 abc - " + "5a".repeat(32) + " user.a=b\n";
    byte[] dumpfile = ("/ 0 40755 2 0 0 0 0.0 - - -\n" + line).getBytes(ISO_8859_1);
    byte[] image = image(dumpfile, ComposefsVersion.exactly(0));
    assertEquals(line, lastLine(dump(image, Set.of())));
    Path file = Files.write(folder.resolve("image"), image);
    String theirs = lastLine(Peer.find("composefs-info").run("dump", file).orFail().output());
    assertNotEquals(line, theirs);
    assertTrue(theirs.startsWith("/file 9 100644 1 0 0 0 0.0 abc\\x"), theirs);
  }

  /** The tool hashes a block of zeros for an empty file; the kernel hashes nothing. */
  @Test
  @Tag("interop")
  void measuresAnEmptyFileAsTheKernelDoes() throws IOException {
    Path empty = Files.createFile(folder.resolve("empty"));
    String ours = FsVerityHasher.digest(FsVerityParameters.SHA256, new byte[0]).toString();
    assertEquals(
        ours, Peer.find("fsverity").run("digest", "--compact", empty).orFail().text().strip());
    assertNotEquals(
        ours, Peer.find("composefs-info").run("measure-file", empty).orFail().text().strip());
  }

  private static String lastLine(byte[] dump) {
    String text = new String(dump, ISO_8859_1);
    return text.substring(text.lastIndexOf('\n', text.length() - 2) + 1);
  }

  /**
   * The lines are equal, or theirs has up to two bytes more behind a payload whose length and one
   * is a multiple of 4: the tool reads those too far.
   */
  private static void assertSame(byte[] theirs, byte[] ours, long seed) {
    String[] their = new String(theirs, ISO_8859_1).split("\n");
    String[] our = new String(ours, ISO_8859_1).split("\n");
    assertEquals(their.length, our.length, "seed " + seed);
    for (int i = 0; i < our.length; i++) {
      if (!readTooFar(their[i], our[i])) {
        assertEquals(their[i], our[i], "seed " + seed);
      }
    }
  }

  private static boolean readTooFar(String their, String our) {
    int same = 0;
    while (same < our.length() && same < their.length() && our.charAt(same) == their.charAt(same)) {
      same++;
    }
    int more = their.length() - our.length();
    return more > 0 && more <= 8 && their.endsWith(our.substring(same));
  }

  private static byte[] dump(byte[] image, Set<FileName> only)
      throws IOException, LayersealException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ComposefsReader reader = ComposefsReader.open(ImageSource.of(image))) {
      ComposefsInfo.dump(reader, name -> only.isEmpty() || only.contains(name), out);
    }
    return out.toByteArray();
  }

  private static byte[] image(long seed) throws IOException, LayersealException {
    return image(RandomDumpfile.make(seed), ComposefsVersion.AUTO);
  }

  private static byte[] image(byte[] dumpfile, ComposefsVersion version)
      throws IOException, LayersealException {
    ByteArrayOutputStream image = new ByteArrayOutputStream();
    ComposefsImage.write(
        DumpfileReader.read(new ByteArrayInputStream(dumpfile), false), version, image);
    return image.toByteArray();
  }
}
