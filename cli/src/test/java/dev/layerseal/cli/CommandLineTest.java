package dev.layerseal.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class CommandLineTest {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void everyCommandShowsHelpWithAnExample() {
    for (String name : Main.commandNames()) {
      out.reset();
      assertEquals(0, run(name, "--help"), name + ": " + text(err));
      assertTrue(text(out).contains("Example"), name + " has no example in its help");
    }
  }

  /** The list of commands shows the first line of what each says of itself. */
  @Test
  void everyLineOfTheListIsASentence() {
    CommandLine root = new Main(new Terminal(print(out), print(err), false, false)).commandLine();
    for (CommandLine command : root.getSubcommands().values()) {
      String[] description = command.getCommandSpec().usageMessage().description();
      assertTrue(description[0].endsWith("."), command.getCommandName() + ": " + description[0]);
    }
  }

  @Test
  void anUnknownCommandIsWrongUsage() {
    assertEquals(2, run("nope"));
    assertTrue(text(err).startsWith("layerseal: error: "), text(err));
    assertTrue(text(err).contains("hint: see 'layerseal --help'"), text(err));
    assertEquals("", text(out));
  }

  @Test
  void theShortWayToHelpSaysTheSame() {
    assertEquals(0, run("--help"));
    String quick = text(out);
    out.reset();
    assertEquals(0, run("-h"));
    assertEquals(text(out), quick);
  }

  @Test
  void completionKnowsEveryCommand() {
    assertEquals(0, run("completion", "bash"));
    for (String name : Main.commandNames()) {
      assertTrue(text(out).contains(name), name);
    }
  }

  private int run(String... arguments) {
    Terminal terminal = new Terminal(print(out), print(err), false, false);
    int status = new Main(terminal).run(arguments);
    terminal.flush();
    return status;
  }

  private static PrintStream print(ByteArrayOutputStream to) {
    return new PrintStream(to, true, StandardCharsets.UTF_8);
  }

  private static String text(ByteArrayOutputStream bytes) {
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
