package dev.layerseal.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** The command, run inside the tests with a home folder of its own. */
final class Layerseal {

  private final Path home;
  private final Map<String, String> environment = new LinkedHashMap<>();

  Layerseal(Path home) {
    this.home = home;
  }

  /** What a run gave. */
  record Result(int status, String out, String err) {

    String all() {
      return out + err;
    }

    Result orFail() {
      assertEquals(0, status, all());
      return this;
    }
  }

  Path config() {
    return home.resolve(".config/notation");
  }

  Result run(Object... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Terminal terminal =
        new Terminal(
            new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), false, false);
    String before = System.getProperty("user.home");
    String path = System.getProperty("java.class.path");
    System.setProperty("user.home", home.toString());
    System.setProperty("java.class.path", classPath());
    try {
      int status =
          new Main(terminal).run(Stream.of(arguments).map(Object::toString).toArray(String[]::new));
      terminal.flush();
      return new Result(status, out.toString(UTF_8), err.toString(UTF_8));
    } finally {
      System.setProperty("user.home", before);
      System.setProperty("java.class.path", path);
    }
  }

  /** Runs notation with the same configuration folder; gives what it printed, both ways. */
  Result notation(Path program, List<String> arguments) throws IOException, InterruptedException {
    List<String> command =
        Stream.concat(Stream.of(program.toString()), arguments.stream()).toList();
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("HOME", home.toString());
    builder.environment().put("NOTATION_CONFIG", config().toString());
    builder.environment().put("NOTATION_CACHE", home.resolve("cache").toString());
    builder.environment().put("NOTATION_EXPERIMENTAL", "1");
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    String text = new String(process.getInputStream().readAllBytes(), UTF_8);
    return new Result(process.waitFor(), text, "");
  }

  /** Where this code is, also where a class loader of the test runner's own has found it. */
  static String classPath() {
    return Main.class.getClassLoader() instanceof URLClassLoader loader
        ? Stream.of(loader.getURLs()).map(URL::getPath).collect(Collectors.joining(":"))
        : System.getProperty("java.class.path");
  }

  /** A variable that notation and its plugins see. */
  Layerseal with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  /** Writes the layout of a small image with two layers, tag v1. */
  static Path image(Path folder) throws IOException {
    InputStream zip = Objects.requireNonNull(Main.class.getResourceAsStream("demo/image.zip"));
    try (ZipInputStream in = new ZipInputStream(zip)) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        if (!entry.isDirectory()) {
          Path file = folder.resolve(entry.getName());
          Files.createDirectories(Objects.requireNonNull(file.getParent()));
          Files.copy(in, file);
        }
      }
    }
    return folder;
  }
}
