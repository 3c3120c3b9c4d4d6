package dev.layerseal.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
    int status =
        run(out, err, "", Stream.of(arguments).map(Object::toString).toArray(String[]::new));
    return new Result(status, out.toString(UTF_8), err.toString(UTF_8));
  }

  /**
   * Runs as the tool of that name, and gives the exit status; what it prints goes to the streams.
   */
  int run(OutputStream out, OutputStream err, String name, String... arguments) {
    Terminal terminal = terminal(out, err);
    String before = System.getProperty("user.home");
    String path = System.getProperty("java.class.path");
    System.setProperty("user.home", home.toString());
    System.setProperty("java.class.path", classPath());
    try {
      int status = new Main(terminal).runAs(name, arguments);
      terminal.flush();
      return status;
    } finally {
      System.setProperty("user.home", before);
      System.setProperty("java.class.path", path);
    }
  }

  /** A terminal that nobody watches. */
  static Terminal terminal(OutputStream out, OutputStream err) {
    return new Terminal(
        new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), false, false);
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
}
