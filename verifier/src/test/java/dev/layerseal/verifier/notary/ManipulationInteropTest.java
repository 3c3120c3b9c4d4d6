package dev.layerseal.verifier.notary;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds the table of changes against notation itself: what differs is what the table says. */
@Tag("interop")
class ManipulationInteropTest {

  @TempDir Path folder;

  @Test
  void notationSaysOfEachChangeWhatTheTableSays() throws Exception {
    Verdicts verdicts = new Verdicts(folder);
    List<String> wrong = new ArrayList<>();
    for (Manipulation manipulation : Manipulations.all()) {
      String found = verdicts.notation(manipulation);
      if (!manipulation.agrees(found)) {
        wrong.add(
            "%s: notation says %s, expected %s"
                .formatted(manipulation.name(), found, manipulation.notation()));
      }
    }
    assertEquals(List.of(), wrong, () -> String.join("\n", wrong));
  }
}
