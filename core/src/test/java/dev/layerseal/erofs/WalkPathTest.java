package dev.layerseal.erofs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.layerseal.error.FormatException;
import dev.layerseal.tree.FileName;
import org.junit.jupiter.api.Test;

class WalkPathTest {

  @Test
  void namesAreJoinedBySlashes() throws FormatException {
    WalkPath usr = WalkPath.ROOT.child(FileName.of("usr"));
    assertEquals("", text(WalkPath.ROOT));
    assertEquals("usr", text(usr));
    assertEquals("usr/s/b", text(usr.child(FileName.of("s")).child(FileName.of("b"))));
    assertEquals(3, usr.length());
  }

  @Test
  void refusesPathsThatNoCallCouldName() throws FormatException {
    FileName longest = FileName.of("n".repeat(255));
    WalkPath path = WalkPath.ROOT;
    for (int depth = 0; depth < 256; depth++) {
      path = path.child(longest);
    }
    assertEquals(65535, path.bytes().length);
    WalkPath deepest = path;
    assertThrows(FormatException.class, () -> deepest.child(FileName.of("n")));
  }

  private static String text(WalkPath path) {
    return new String(path.bytes(), UTF_8);
  }
}
