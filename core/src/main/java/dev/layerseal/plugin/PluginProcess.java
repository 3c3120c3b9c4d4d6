package dev.layerseal.plugin;

import dev.layerseal.error.SigningException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs a plugin's program, within limits of time and output. */
final class PluginProcess {

  /** Bytes of either output that are read, as notation does. */
  static final int MAX_OUTPUT = 64 << 20;

  private static final Set<String> SECRETS =
      Set.of(
          "NOTATION_USERNAME",
          "NOTATION_PASSWORD",
          "LAYERSEAL_USERNAME",
          "LAYERSEAL_PASSWORD",
          "LAYERSEAL_KEY_PASSWORD");

  private static final Duration AFTER_END = Duration.ofSeconds(5);

  private final Path program;
  private final Duration timeout;

  PluginProcess(Path program, Duration timeout) {
    this.program = program;
    this.timeout = timeout;
  }

  /** What a run gave. */
  record Result(int status, byte[] output, byte[] errors) {}

  Result run(String command, byte[] request) throws SigningException, IOException {
    if (!Files.isRegularFile(program, LinkOption.NOFOLLOW_LINKS) || !Files.isExecutable(program)) {
      throw new SigningException(
          "plugin %s: not installed: no regular executable file".formatted(program));
    }
    ProcessBuilder builder = new ProcessBuilder(List.of(program.toString(), command));
    builder.environment().keySet().removeAll(SECRETS);
    Process process = builder.start();
    try {
      CompletableFuture<byte[]> output = read(process, process.getInputStream());
      CompletableFuture<byte[]> errors = read(process, process.getErrorStream());
      daemon("plugin-input", () -> write(process, request));
      if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
        throw failed(command, "no answer within " + timeout.toSeconds() + " s");
      }
      return new Result(process.exitValue(), whole(output), whole(errors));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw failed(command, String.valueOf(cause.getMessage()));
    } catch (TimeoutException e) {
      throw failed(command, "its output does not end");
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private static void write(Process process, byte[] request) {
    try (OutputStream in = process.getOutputStream()) {
      in.write(request);
    } catch (IOException e) {
      // A plugin may answer without reading everything; its answer tells.
      return;
    }
  }

  /** Reads a whole output; a plugin that writes too much is ended at once. */
  private static CompletableFuture<byte[]> read(Process process, InputStream stream) {
    CompletableFuture<byte[]> future = new CompletableFuture<>();
    daemon(
        "plugin-output",
        () -> {
          try {
            future.complete(all(stream));
          } catch (IOException | OutOfMemoryError e) {
            future.completeExceptionally(e);
            process.destroyForcibly();
          }
        });
    return future;
  }

  /** The whole output; a child of the plugin may keep the stream open after its end. */
  private static byte[] whole(CompletableFuture<byte[]> output)
      throws ExecutionException, InterruptedException, TimeoutException {
    return output.get(AFTER_END.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static void daemon(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }

  private static byte[] all(InputStream stream) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    byte[] buffer = new byte[8192];
    for (int n = stream.read(buffer); n >= 0; n = stream.read(buffer)) {
      if (bytes.size() + n > MAX_OUTPUT) {
        throw new IOException("more than %d bytes of output".formatted(MAX_OUTPUT));
      }
      bytes.write(buffer, 0, n);
    }
    return bytes.toByteArray();
  }

  private SigningException failed(String command, String why) {
    return new SigningException("plugin %s: %s: %s".formatted(program, command, why));
  }
}
