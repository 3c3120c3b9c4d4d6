package dev.layerseal.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Holds the documents against the repository: links lead somewhere, commands would be accepted. */
class DocumentsTest {

  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
  private static final Pattern COMMAND =
      Pattern.compile("(?:    |\\$ )?(?:\\./)?layerseal ([^#]*).*");
  private static final Path TOP = top();

  @Test
  void everyLinkLeadsSomewhere() throws IOException {
    List<String> dead = new ArrayList<>();
    for (Path document : documents()) {
      Matcher link = LINK.matcher(Files.readString(document));
      while (link.find()) {
        if (!leadsSomewhere(document, link.group(1))) {
          dead.add(TOP.relativize(document) + ": " + link.group(1));
        }
      }
    }
    assertEquals(List.of(), dead);
  }

  @Test
  void everyCommandShownWouldBeAccepted() throws IOException {
    List<String> refused = new ArrayList<>();
    int shown = 0;
    for (Path document : documents()) {
      for (String command : commands(document)) {
        shown++;
        String[] arguments = command.replaceAll("[|><].*", "").strip().split("\\s+");
        try {
          parser(arguments).parseArgs(arguments);
        } catch (CommandLine.ParameterException e) {
          refused.add(TOP.relativize(document) + ": " + command + ": " + e.getMessage());
        }
      }
    }
    assertEquals(List.of(), refused);
    assertTrue(shown >= 5, "the commands of the documents were not found");
  }

  /** The commands in indented or fenced blocks, lines that end in a backslash joined. */
  private static List<String> commands(Path document) throws IOException {
    List<String> found = new ArrayList<>();
    boolean fenced = false;
    for (String line : Files.readString(document).replace("\\\n", " ").split("\n", -1)) {
      fenced ^= line.startsWith("```");
      Matcher command = COMMAND.matcher(line);
      if ((fenced || line.startsWith("    ")) && command.matches()) {
        found.add(command.group(1));
      }
    }
    return found;
  }

  private static CommandLine parser(String[] arguments) {
    PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
    return new Main(new Terminal(nowhere, nowhere, false, false)).commandLine(arguments);
  }

  private static boolean leadsSomewhere(Path document, String link) throws IOException {
    if (link.contains("://") || link.startsWith("mailto:")) {
      return true;
    }
    int hash = link.indexOf('#');
    String file = hash < 0 ? link : link.substring(0, hash);
    Path target = file.isEmpty() ? document : document.resolveSibling(file).normalize();
    if (!Files.exists(target)) {
      return false;
    }
    return hash < 0 || anchors(target).contains(link.substring(hash + 1));
  }

  /** The anchors of the headings, made as code hosts make them. */
  private static List<String> anchors(Path document) throws IOException {
    return Files.readAllLines(document).stream()
        .filter(line -> line.startsWith("#"))
        .map(line -> line.replaceFirst("^#+\\s*", "").toLowerCase(Locale.ROOT))
        .map(line -> line.replaceAll("[^\\w\\- ]", "").replace(' ', '-'))
        .toList();
  }

  private static List<Path> documents() throws IOException {
    try (Stream<Path> files = Files.walk(TOP)) {
      return files
          .filter(file -> file.toString().endsWith(".md"))
          .filter(file -> !TOP.relativize(file).toString().contains("target"))
          .toList();
    }
  }

  private static Path top() {
    Path here = Path.of("").toAbsolutePath();
    return Files.exists(here.resolve("README.md")) && Files.exists(here.resolve("layerseal"))
        ? here
        : here.resolve("..").normalize();
  }
}
