package dev.layerseal.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScratchFolderTest {

  @TempDir Path folder = Path.of("");

  @Test
  void goesWithWhatIsInIt() throws Exception {
    try (ScratchFolder scratch = new ScratchFolder(folder)) {
      fill(scratch);
      assertEquals(1, names().length);
    }
    assertArrayEquals(new String[0], names());
  }

  @ParameterizedTest
  @ValueSource(strings = {"INT", "TERM"})
  void goesWhenASignalEndsTheRun(String signal) throws Exception {
    // Where these tests run in the background, a signal may be ignored, and processes inherit that.
    Process child =
        new ProcessBuilder(
                "env",
                "--default-signal=" + signal,
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-cp",
                Layerseal.classPath(),
                ScratchFolderTest.class.getName(),
                folder.toString())
            .start();
    try {
      assertEquals('x', child.getInputStream().read());
      assertEquals(1, names().length);
      new ProcessBuilder("kill", "-s", signal, Long.toString(child.pid())).start().waitFor();
      child.waitFor(1, TimeUnit.MINUTES);
      assertNotEquals(0, child.exitValue());
      assertArrayEquals(new String[0], names());
    } finally {
      child.destroyForcibly();
    }
  }

  /** The child: makes a folder, says so, and adds files until it is stopped. */
  public static void main(String[] arguments) throws Exception {
    try (ScratchFolder scratch = new ScratchFolder(Path.of(arguments[0]))) {
      fill(scratch);
      System.out.print('x');
      System.out.flush();
      Thread.sleep(60_000);
    }
  }

  private static void fill(ScratchFolder scratch) throws IOException {
    Path below = Files.createDirectory(scratch.path().resolve("below"));
    Files.writeString(below.resolve("file"), "content");
  }

  private String[] names() {
    return folder.toFile().list();
  }
}
