package dev.layerseal.composefs;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.layerseal.error.FormatException;
import dev.layerseal.error.LayersealException;
import dev.layerseal.error.UnsupportedFeatureException;
import dev.layerseal.tree.FileName;
import dev.layerseal.tree.Inode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.junit.jupiter.api.Test;

class DumpfileReaderTest {

  private static final String ROOT = "/ 0 40755 2 0 0 0 0.0 - - -\n";

  @Test
  void namesLineColumnAndField() {
    refuses("line 2, column 4, SIZE: '5x' is no number", "/a 5x" + rest());
    refuses("line 2, column 4, SIZE: a number is missing", "/a  100644 1 0 0 0 0.0 - - -");
    refuses("line 2, column 6, MODE: 644 has no known file type", "/a 0 644 1 0 0 0 0.0 - - -");
    refuses("line 2, column 21, MTIME: '0' has no '.'", "/a 0 100644 1 0 0 0 0 - - -");
    refuses("line 2, column 3, PATH: unknown escape '\\q'", "/a\\q 0 100644 1 0 0 0 0.0 - - -");
    refuses("line 2, column 6, PATH: '\\x' needs two", "/a\\x1 0 100644 1 0 0 0 0.0 - - -");
    refuses("PATH: it holds a zero byte", "/a\\x00b 0 100644 1 0 0 0 0.0 - - -");
    refuses(
        "column 30, CONTENT: it has 3 bytes, SIZE says 4", "/a 4 100644 1 0 0 0 1000.0 - abc -");
    refuses("CONTENT: it has 3 bytes, SIZE says 1", "/a 1 120777 1 0 0 0 0.0 t abc -");
    refuses("CONTENT: it has 0 bytes, SIZE says 4", "/a 4 40755 1 0 0 0 0.0 -  -");
    refuses("DIGEST: fs-verity digest has 0 bytes", "/a 4 100644 1 0 0 0 0.0 - -");
    refuses("DIGEST: fs-verity digest has 2 bytes", "/a 4 100644 1 0 0 0 0.0 - - abcd");
    refuses("XATTR: 'key' has no '='", "/a 4 100644 1 0 0 0 0.0 - - - key");
    refuses("XATTR: '' has no '='", "/a 4 100644 1 0 0 0 0.0 - - -  user.a=b");
    refuses("UID: '-1' is no number", "/a 4 100644 1 -1 0 0 0.0 - - -");
    refuses("SIZE: a file of 9007199254740993", "/a 9007199254740993 100644 1 0 0 0 0.0 - - -");
    refuses("PAYLOAD: a symlink needs a target", "/a 0 120777 1 0 0 0 0.0 - - -");
  }

  @Test
  void refusesWhatMakesNoTree() {
    String file = " 0 100644 1 0 0 0 0.0 - - -\n";
    String link = " 0 @100644 - - - - 0.0 ";
    refuses("PATH: the directory 'd' is not there", "/d/a" + file);
    refuses("PATH: 'a' in the path is no directory", "/a" + file + "/a/b" + file);
    refuses("PATH: the path is there already", "/a" + file + "a" + file);
    refuses("PATH: a second root", ROOT);
    refuses("PATH: name is ..", "/.." + file);
    refuses("PATH: name has 0 bytes", "/a/" + file);
    refuses("PAYLOAD: the link's target is not there", "/a" + link + "/b - -\n");
    refuses("PAYLOAD: the hard links go in a circle", "/a" + link + "/a - -\n");
    refuses("in a circle", "/a" + link + "/b - -\n/b" + link + "/c - -\n/c" + link + "/a - -\n");
    refuses("target is a directory", "/d 0 40755 1 0 0 0 0.0 - - -\n/a" + link + "/d - -\n");
    refuses("a hard link needs a target", "/a" + link + "- - -\n");
    refuses("a directory can have no hard link", "/a 0 @40755 - - - - 0.0 /b - -\n");
  }

  @Test
  void theFirstLineIsTheRoot() {
    assertThrows(FormatException.class, () -> read(""));
    assertThrows(FormatException.class, () -> read("/a 0 40755 2 0 0 0 0.0 - - -\n"));
    assertThrows(FormatException.class, () -> read("/ 0 100644 2 0 0 0 0.0 - - -\n"));
  }

  @Test
  void linksMayComeBeforeTheirFileAndNameOtherLinks() throws IOException, LayersealException {
    ComposefsTree tree =
        read(
            ROOT
                + "/a 0 @100644 - - - - 0.0 b - -\n"
                + "/b 0 @100644 - - - - 0.0 /c - -\n"
                + "/c 0 100644 3 0 0 0 0.0 - - -");
    Inode file = tree.root().entries().get(FileName.of("c"));
    assertSame(file, tree.root().entries().get(FileName.of("a")));
    assertSame(file, tree.root().entries().get(FileName.of("b")));
    ComposefsTree.Place place = tree.places().get(file);
    assertEquals(FileName.of("c"), place == null ? null : place.name());
  }

  @Test
  void strictModeAsksForMore() throws IOException, LayersealException {
    String open = ROOT + "/a 0 100644 1 0 0 0 0.0 - - -";
    assertEquals(1, read(open).root().entries().size());
    assertThrows(FormatException.class, () -> strict(open));
    assertThrows(FormatException.class, () -> strict(ROOT + "/a 0 100644 1 0 0 7 0.0 - - -\n"));
    assertThrows(FormatException.class, () -> strict(ROOT + "/a 1 120777 1 0 0 0 0.0 bb - -\n"));
    assertThrows(FormatException.class, () -> strict(ROOT + "/a 1 120777 1 0 0 0 0.0 b c -\n"));
  }

  /** Whatever the lines hold: the tree is refused before it takes more than it may. */
  @Test
  void refusesATreeThatTakesMoreMemoryThanItMay() {
    long limit = 1 << 20;
    for (String line :
        List.of(
            "/%d 0 40755 2 0 0 0 0.0 - - -",
            "/%d 0 100644 1 0 0 0 0.0 - - -",
            "/%d 9 100644 1 %1$d 0 0 0.0 a/path/%1$d - -",
            "/%d 0 120777 1 0 0 0 0.0 " + "t".repeat(4000) + " - -",
            "/%d 0 @100644 - - - - 0.0 /0 - -",
            "/%d 0 20644 1 0 0 9 0.0 - - -",
            "/%d 0 100644 1 0 0 0 0.0 - - - user.%1$d= user.a%1$d= user.b%1$d=")) {
      EndlessLines lines = new EndlessLines(ROOT, line + "\n");
      UnsupportedFeatureException refused =
          assertThrows(
              UnsupportedFeatureException.class,
              () -> DumpfileReader.read(lines, false, new TreeBudget(limit)));
      assertTrue(refused.hint().orElse("").contains("--memory"), line);
      assertTrue(lines.given() < 2 * limit, () -> line + ": " + lines.given() + " bytes read");
    }
  }

  @Test
  void refusesAnEndlessLine() {
    EndlessLines line = new EndlessLines(ROOT, "/a");
    assertThrows(
        FormatException.class, () -> DumpfileReader.read(line, false, new TreeBudget(1 << 20)));
    assertTrue(line.given() < 2 << 20);
  }

  @Test
  void whatFilesHaveInCommonCountsOnce() throws IOException, LayersealException {
    StringBuilder text = new StringBuilder(ROOT);
    String label = " 0 100644 1 0 0 0 0.0 - - - security.selinux=" + "l".repeat(30000) + "\n";
    for (int i = 0; i < 100; i++) {
      text.append('/').append(i).append(label);
    }
    byte[] dumpfile = text.toString().getBytes(ISO_8859_1);
    TreeBudget budget = new TreeBudget(100_000);
    ComposefsTree tree = DumpfileReader.read(new ByteArrayInputStream(dumpfile), false, budget);
    assertEquals(100, tree.root().entries().size());
  }

  /** A first line, and one that follows it for ever with a number in it. */
  private static final class EndlessLines extends InputStream {
    private final String line;
    private byte[] now;
    private int at;
    private long number;
    private long given;

    EndlessLines(String first, String line) {
      this.line = line;
      this.now = first.getBytes(ISO_8859_1);
    }

    long given() {
      return given;
    }

    @Override
    public int read() {
      if (at == now.length) {
        now = line.formatted(number++).getBytes(ISO_8859_1);
        at = 0;
      }
      given++;
      return now[at++];
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
      for (int i = 0; i < length; i++) {
        buffer[offset + i] = (byte) read();
      }
      return length;
    }
  }

  private static String rest() {
    return " 100644 1 0 0 0 0.0 - - -";
  }

  private static void refuses(String message, String line) {
    FormatException refused =
        assertThrows(FormatException.class, () -> read(ROOT + line), () -> message);
    String told = String.valueOf(refused.getMessage());
    assertEquals(true, told.contains(message), () -> told + " does not say: " + message);
  }

  private static ComposefsTree read(String text) throws IOException, LayersealException {
    return DumpfileReader.read(new ByteArrayInputStream(text.getBytes(ISO_8859_1)), false);
  }

  private static ComposefsTree strict(String text) throws IOException, LayersealException {
    return DumpfileReader.read(new ByteArrayInputStream(text.getBytes(ISO_8859_1)), true);
  }
}
