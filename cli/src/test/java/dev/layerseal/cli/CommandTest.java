package dev.layerseal.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/**
 * What tests of commands share: a folder, which is the home folder while a command runs, and what
 * the last run printed.
 */
abstract class CommandTest {

  @TempDir Path folder = Path.of("");

  final ByteArrayOutputStream out = new ByteArrayOutputStream();
  final ByteArrayOutputStream err = new ByteArrayOutputStream();

  /** Runs one command line and gives its exit status. */
  final int run(String... arguments) {
    return runAs("", arguments);
  }

  /** Runs as the tool of that name. */
  final int runAs(String name, String... arguments) {
    out.reset();
    err.reset();
    return new Layerseal(folder).run(out, err, name, arguments);
  }

  final void done(String... arguments) {
    assertEquals(0, run(arguments), this::text);
  }

  final String file(String name) {
    return folder.resolve(name).toString();
  }

  /** Both streams of the last run. */
  final String text() {
    return text(out) + text(err);
  }

  static String text(ByteArrayOutputStream printed) {
    return printed.toString(UTF_8);
  }
}
