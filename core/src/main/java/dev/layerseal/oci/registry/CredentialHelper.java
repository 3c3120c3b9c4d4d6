package dev.layerseal.oci.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.layerseal.error.FormatException;
import dev.layerseal.error.LayersealException;
import dev.layerseal.error.RegistryException;
import dev.layerseal.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A program {@code docker-credential-NAME} that keeps credentials. It is asked by {@code get} with
 * the server on standard input, and answers with JSON.
 */
final class CredentialHelper {

  /** What a program answered. */
  record Answer(int status, byte[] output) {}

  /** Runs programs; tests have their own. */
  interface Runner {
    Answer run(String program, String verb, byte[] input) throws IOException, LayersealException;
  }

  /** Real ones, found by PATH. */
  static final Runner PROGRAMS = CredentialHelper::runProgram;

  private static final int MAX_ANSWER = 1 << 20;
  private static final int SECONDS = 60;

  private final String program;
  private final Runner runner;

  CredentialHelper(String name, Runner runner) throws FormatException {
    if (!name.matches("[A-Za-z0-9][A-Za-z0-9_.-]*")) {
      throw new FormatException("credential helper \"%s\": no name of a program".formatted(name));
    }
    this.program = "docker-credential-" + name;
    this.runner = runner;
  }

  Optional<Credentials> get(String server) throws LayersealException, IOException {
    Answer answer = runner.run(program, "get", server.getBytes(UTF_8));
    if (answer.status() != 0) {
      String text = new String(answer.output(), UTF_8).toLowerCase(Locale.ROOT);
      if (text.contains("not found")) {
        return Optional.empty();
      }
      throw new RegistryException(
          "%s: exit status %d for %s".formatted(program, answer.status(), server));
    }
    try {
      JsonObject json = JsonObject.parse(answer.output());
      String username = json.optionalString("Username").orElse("");
      String secret = json.optionalString("Secret").orElse("");
      return secret.isEmpty() ? Optional.empty() : Optional.of(AuthFile.of(username, secret));
    } catch (FormatException e) {
      // Without the cause: its message may show a part of the secret.
      throw new RegistryException(program + ": the answer is not what the protocol says");
    }
  }

  void store(String server, Credentials.Password password) throws LayersealException, IOException {
    JsonObject json =
        JsonObject.builder()
            .put("ServerURL", server)
            .put("Username", password.username())
            .put("Secret", password.password())
            .build();
    check("store", runner.run(program, "store", json.encode()));
  }

  void erase(String server) throws LayersealException, IOException {
    check("erase", runner.run(program, "erase", server.getBytes(UTF_8)));
  }

  private void check(String verb, Answer answer) throws RegistryException {
    if (answer.status() != 0) {
      throw new RegistryException(
          "%s: exit status %d for %s".formatted(program, answer.status(), verb));
    }
  }

  private static Answer runProgram(String program, String verb, byte[] input)
      throws IOException, LayersealException {
    Process process;
    try {
      process =
          new ProcessBuilder(program, verb).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    } catch (IOException e) {
      throw new RegistryException(
          program + ": cannot be run", "install it, or take it out of the configuration", e);
    }
    try (InputStream out = process.getInputStream()) {
      Thread killer = killAfter(process, SECONDS);
      try (OutputStream in = process.getOutputStream()) {
        in.write(input);
      }
      byte[] output = out.readNBytes(MAX_ANSWER);
      int status = process.waitFor();
      killer.interrupt();
      return new Answer(status, output);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for " + program);
    } finally {
      process.destroyForcibly();
    }
  }

  private static Thread killAfter(Process process, int seconds) {
    Thread thread =
        new Thread(
            () -> {
              try {
                if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
                  process.destroyForcibly();
                }
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "credential-helper-deadline");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }
}
