package dev.layerseal.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.layerseal.testdata.Peer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Every command and every flag of notation is taken here, and docs/notation-parity.md has it. */
@Tag("interop")
class NotationParityTest {

  private static final Pattern COMMAND = Pattern.compile("(?m)^  ([a-z-]+) +[A-Z].*$");
  private static final Pattern FLAG =
      Pattern.compile("(?m)^ +(?:(-[a-zA-Z]), |    )(--[a-z0-9-]+)");
  private static final Pattern ALIASES = Pattern.compile("Aliases:\\n  (.*)\\n");

  /** cobra's own, made by notation's library. */
  private static final Set<String> OTHERS = Set.of("help", "completion");

  private final CommandLine layerseal =
      new Main(new Terminal(silent(), silent(), false, false)).commandLine();

  @Test
  void takesEveryCommandAndFlag() throws IOException {
    List<String> missing = new ArrayList<>();
    Map<String, String> helps = helps();
    for (Map.Entry<String, String> help : helps.entrySet()) {
      List<CommandLine> ours = find(help.getKey(), help.getValue());
      if (ours.isEmpty() || ours.contains(null)) {
        missing.add(help.getKey());
        continue;
      }
      for (String flag : flags(help.getValue())) {
        if (!ours.get(0).getCommandSpec().optionsMap().containsKey(flag)) {
          missing.add(help.getKey() + " " + flag);
        }
      }
    }
    assertEquals(List.of(), missing);
    assertFalse(helps.size() < 20, helps.keySet().toString());
  }

  @Test
  void theTableHasEveryFlag() throws IOException {
    String table = Files.readString(Path.of("..", "docs", "notation-parity.md"), UTF_8);
    List<String> missing = new ArrayList<>();
    for (Map.Entry<String, String> help : helps().entrySet()) {
      for (String flag : flags(help.getValue())) {
        Pattern row =
            Pattern.compile(
                "(?m)^\\| `" + help.getKey() + "[^|]*\\|[^|]*`" + flag + "(?![a-z-])[^|]*\\|");
        if (flag.startsWith("--") && !flag.equals("--help") && !row.matcher(table).find()) {
          missing.add(help.getKey() + " " + flag);
        }
      }
    }
    assertEquals(List.of(), missing);
  }

  /** Our commands for one of notation's, by its name and each of its aliases. */
  private List<CommandLine> find(String path, String help) {
    List<String> words = List.of(path.split(" "));
    CommandLine parent = layerseal;
    for (String word : words.subList(0, words.size() - 1)) {
      parent = Objects.requireNonNull(parent.getSubcommands().get(word), path);
    }
    List<CommandLine> found = new ArrayList<>();
    Set<String> names = new LinkedHashSet<>(List.of(words.get(words.size() - 1)));
    Matcher aliases = ALIASES.matcher(help);
    if (aliases.find()) {
      names.addAll(List.of(aliases.group(1).split(", ")));
    }
    for (String name : names) {
      found.add(parent == null ? null : parent.getSubcommands().get(name));
    }
    return found;
  }

  private static Set<String> flags(String help) {
    Set<String> flags = new LinkedHashSet<>();
    Matcher matcher = FLAG.matcher(help);
    while (matcher.find()) {
      if (matcher.group(1) != null) {
        flags.add(matcher.group(1));
      }
      flags.add(matcher.group(2));
    }
    return flags;
  }

  /** The help of every command that has no commands below it. */
  private static Map<String, String> helps() {
    Map<String, String> helps = new LinkedHashMap<>();
    collect(helps, "");
    return helps;
  }

  private static void collect(Map<String, String> helps, String path) {
    String help = help(path);
    int commands = help.indexOf("Available Commands:");
    if (commands < 0) {
      helps.put(path, help);
      return;
    }
    Matcher matcher = COMMAND.matcher(help.substring(commands, help.indexOf("\nFlags:")));
    while (matcher.find()) {
      if (!OTHERS.contains(matcher.group(1))) {
        collect(helps, (path + " " + matcher.group(1)).strip());
      }
    }
  }

  private static String help(String path) {
    List<Object> words = new ArrayList<>(path.isEmpty() ? List.of() : List.of(path.split(" ")));
    words.add("--help");
    return Peer.find("notation").run(words.toArray()).orFail().text();
  }

  private static PrintStream silent() {
    return new PrintStream(OutputStream.nullOutputStream(), true, UTF_8);
  }
}
