package dev.layerseal.testdata;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A foreign tool that layerseal is compared with. {@code testdata/peers/install} puts them into one
 * folder, {@code $LAYERSEAL_PEERS/bin}.
 */
public record Peer(String name, Path program) {

  /** What a run of the tool gave. */
  public record Result(int status, byte[] output, String errors) {

    public boolean succeeded() {
      return status == 0;
    }

    /** Standard output as text. */
    public String text() {
      return new String(output, java.nio.charset.StandardCharsets.UTF_8);
    }

    /** The result itself, after a check that the tool succeeded. */
    public Result orFail() {
      if (status != 0) {
        throw new AssertionError("exit status " + status + ": " + errors + text());
      }
      return this;
    }
  }

  /** Whether every peer has to be there ({@code LAYERSEAL_REQUIRE_PEERS=1}, set by CI). */
  public static boolean required() {
    return "1".equals(System.getenv("LAYERSEAL_REQUIRE_PEERS"));
  }

  /** Folder of the installed peers. */
  public static Path folder() {
    String set = System.getenv("LAYERSEAL_PEERS");
    return set != null ? Path.of(set) : Path.of(home(), ".cache", "layerseal-peers");
  }

  /** The user's own, also while a test has moved the property to a folder of its own. */
  private static String home() {
    String set = System.getenv("HOME");
    return set != null ? set : System.getProperty("user.home");
  }

  public static boolean present(String name) {
    return Files.isExecutable(folder().resolve("bin").resolve(name));
  }

  /**
   * The tool called {@code name}. Where it is not installed the running test is skipped by name, or
   * fails when the peers are required.
   */
  public static Peer find(String name) {
    if (!present(name)) {
      String message = "peer " + name + " is not installed in " + folder();
      if (required()) {
        throw new AssertionError(message);
      }
      throw new org.opentest4j.TestAbortedException(message + ": run testdata/peers/install");
    }
    return new Peer(name, folder().resolve("bin").resolve(name));
  }

  /** Runs the tool with nothing on its standard input, for two minutes at most. */
  public Result run(Object... arguments) {
    return run(new byte[0], arguments);
  }

  /** Runs the tool with {@code input} on its standard input, for two minutes at most. */
  public Result run(byte[] input, Object... arguments) {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().remove("SOURCE_DATE_EPOCH");
    try {
      Process process = builder.start();
      ByteArrayOutputStream errors = new ByteArrayOutputStream();
      Thread drain = drain(process.getErrorStream(), errors);
      ByteArrayOutputStream output = new ByteArrayOutputStream();
      Thread read = drain(process.getInputStream(), output);
      try (OutputStream in = process.getOutputStream()) {
        in.write(input);
      } catch (IOException e) {
        // The tool may end before it has read everything; its status tells.
      }
      if (!process.waitFor(2, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new AssertionError(name + " did not end: " + command);
      }
      drain.join();
      read.join();
      return new Result(
          process.exitValue(),
          output.toByteArray(),
          errors.toString(java.nio.charset.StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private static Thread drain(InputStream from, OutputStream to) {
    Thread thread =
        new Thread(
            () -> {
              try (from) {
                from.transferTo(to);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    thread.setDaemon(true);
    thread.start();
    return thread;
  }
}
