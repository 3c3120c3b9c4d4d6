package dev.layerseal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds the sources against the table of packages in docs/architecture.md. */
class ArchitectureTest {

  private static final String ROOT = "dev.layerseal.";
  private static final Pattern ROW =
      Pattern.compile("\\| `([a-z0-9.]+)` \\| [^|]* \\| ([^|]*) \\| ([^|]*) \\|");
  private static final Pattern NAME = Pattern.compile("`([A-Za-z0-9.]+)`");
  private static final Pattern PACKAGE = Pattern.compile("(?m)^package ([\\w.]+);");

  /** A fully qualified name, in an import or in the code itself. */
  private static final Pattern USE =
      Pattern.compile("\\b((?:[a-z][a-z0-9]*\\.){2,})(?:[A-Z]\\w*|\\*)");

  /** Allowed everywhere: the language's own, and annotations that leave nothing behind. */
  private static final List<String> COMMON =
      List.of("java.", "javax.", "org.jspecify.", "com.sun.net.httpserver.", "sun.misc.");

  private static final Set<String> OUTER = Set.of("signer", "verifier", "cli", "testdata");

  private record Row(Set<String> imports, Set<String> libraries) {}

  private final Map<String, Row> table = readTable();

  @Test
  void everySourceKeepsToItsRow() throws IOException {
    List<String> violations = new ArrayList<>();
    Set<String> seen = new TreeSet<>();
    for (Path source : sources()) {
      String text = withoutComments(Files.readString(source));
      Matcher declared = PACKAGE.matcher(text);
      assertTrue(declared.find(), source + " declares no package");
      String row = rowOf(declared.group(1));
      seen.add(row);
      for (String used : uses(text)) {
        if (!allowed(row, used)) {
          violations.add(source.getFileName() + " of " + row + " uses " + used);
        }
      }
    }
    assertEquals(List.of(), violations);
    assertTrue(seen.contains("error") && seen.contains("cli"), "sources were not found: " + seen);
  }

  @Test
  void theTableHasNoCycle() {
    table.keySet().forEach(name -> visit(name, new LinkedHashSet<>()));
  }

  private void visit(String name, LinkedHashSet<String> path) {
    assertTrue(path.add(name), "a cycle: " + path + " -> " + name);
    Row row = table.get(name);
    if (row != null && !OUTER.contains(name)) {
      row.imports().forEach(next -> visit(next, new LinkedHashSet<>(path)));
    }
  }

  private boolean allowed(String row, String used) {
    if (COMMON.stream().anyMatch(used::startsWith)) {
      return true;
    }
    Row rules = table.get(row);
    if (rules == null) {
      return false;
    }
    if (!used.startsWith(ROOT)) {
      return rules.libraries().stream().anyMatch(used::startsWith);
    }
    String target = rowOf(used.substring(0, used.length() - 1));
    if (target.equals(row) || row.equals("cli")) {
      return true;
    }
    return OUTER.contains(row)
        ? !OUTER.contains(target) && !row.equals("testdata")
        : rules.imports().contains(target);
  }

  /** The row for a package: its own, or for the outer modules that of the module. */
  private static String rowOf(String packageName) {
    String inner = packageName.substring(Math.min(packageName.length(), ROOT.length()));
    String first = inner.contains(".") ? inner.substring(0, inner.indexOf('.')) : inner;
    return OUTER.contains(first) ? first : inner;
  }

  private static Set<String> uses(String text) {
    Set<String> packages = new TreeSet<>();
    Matcher matcher = USE.matcher(text.replace("import static ", "import "));
    while (matcher.find()) {
      packages.add(matcher.group(1));
    }
    return packages;
  }

  private static String withoutComments(String text) {
    return text.replaceAll("(?s)/\\*.*?\\*/", "")
        .replaceAll("\"(?:\\\\.|[^\"\\\\\\n])*\"", "\"\"")
        .replaceAll("(?m)//.*$", "");
  }

  private static Map<String, Row> readTable() {
    Map<String, Row> rows = new LinkedHashMap<>();
    try {
      for (String line : Files.readAllLines(top().resolve("docs/architecture.md"))) {
        Matcher matcher = ROW.matcher(line);
        if (matcher.matches()) {
          Row row = new Row(names(matcher.group(2)), names(matcher.group(3)));
          assertFalse(rows.containsKey(matcher.group(1)), "two rows for " + matcher.group(1));
          rows.put(matcher.group(1), row);
        }
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    assertTrue(rows.size() > 20, "the table was not found");
    return rows;
  }

  private static Set<String> names(String cell) {
    Set<String> names = new TreeSet<>();
    Matcher matcher = NAME.matcher(cell);
    while (matcher.find()) {
      names.add(matcher.group(1));
    }
    return names;
  }

  private static List<Path> sources() throws IOException {
    List<Path> found = new ArrayList<>();
    for (String module : List.of("core", "signer", "verifier", "cli", "testdata")) {
      try (Stream<Path> files = Files.walk(top().resolve(module + "/src/main/java"))) {
        files.filter(file -> file.toString().endsWith(".java")).forEach(found::add);
      }
    }
    return found;
  }

  private static Path top() {
    Path here = Path.of("").toAbsolutePath();
    return Files.exists(here.resolve("docs/architecture.md"))
        ? here
        : Objects.requireNonNull(here.getParent());
  }
}
