package dev.layerseal.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class CommandLineTest extends CommandTest {

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
    CommandLine root = new Main(Layerseal.terminal(out, err)).commandLine();
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

  @Test
  void theWarmUpRunsItsCommandsAndPrintsNothing() {
    assertEquals(0, run("warm-up"));
    assertEquals("", text());
  }

  /** The JDK's client, which asks time-stamp authorities and responders, leaves such a thread. */
  @Test
  void threadsThatWaitForTheNetworkEndWhenAsked() throws InterruptedException {
    ThreadGroup group = new ThreadGroup("command");
    List<Thread> waiting = new ArrayList<>();
    AtomicReference<HttpClient> client = new AtomicReference<>();
    Thread command =
        new Thread(
            group,
            () -> {
              client.set(HttpClient.newHttpClient());
              Thread[] threads = new Thread[group.activeCount()];
              Arrays.stream(threads, 0, group.enumerate(threads))
                  .filter(thread -> thread.getName().endsWith("SelectorManager"))
                  .forEach(waiting::add);
              Main.endThreads();
            });
    command.start();
    command.join();
    assertFalse(waiting.isEmpty());
    for (Thread thread : waiting) {
      thread.join(60_000);
      assertFalse(thread.isAlive(), thread.getName());
    }
  }
}
