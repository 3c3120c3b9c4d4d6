package dev.layerseal.cli;

import dev.layerseal.error.LayersealException;
import dev.layerseal.error.StreamException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * How layerseal talks to people. Results go to standard output and nothing else does; messages go
 * to standard error as {@code layerseal: error: ..}, {@code layerseal: warning: ..} and {@code
 * hint: ..}. Messages are lower case, without a full stop, and may have further lines for long
 * values. Everything that a command prints passes through here.
 */
public final class Terminal {

  private final PrintStream out;
  private final PrintStream err;
  private final boolean interactive;
  private final boolean coloured;
  private boolean quiet;
  private boolean verbose;

  /**
   * @param interactive whether a person watches {@code err}
   * @param coloured whether {@code out} shows colours
   */
  public Terminal(PrintStream out, PrintStream err, boolean interactive, boolean coloured) {
    this.out = out;
    this.err = err;
    this.interactive = interactive;
    this.coloured = coloured;
  }

  /**
   * The terminal of this process; always UTF-8, whatever the locale says. Which streams are a
   * screen the launcher tells: Java sees only both at once.
   */
  public static Terminal system() {
    return new Terminal(
        new PrintStream(System.out, false, StandardCharsets.UTF_8),
        new PrintStream(System.err, true, StandardCharsets.UTF_8),
        Boolean.getBoolean("layerseal.stderr.screen"),
        Boolean.getBoolean("layerseal.stdout.screen") && System.getenv("NO_COLOR") == null);
  }

  void quiet(boolean on) {
    quiet = on;
  }

  void verbose(boolean on) {
    verbose = on;
  }

  public boolean isQuiet() {
    return quiet;
  }

  /** Whether a person watches: progress bars are drawn only then. */
  public boolean isInteractive() {
    return interactive;
  }

  /** Whether results go to a screen, where no image belongs. */
  boolean onScreen() {
    return Boolean.getBoolean("layerseal.stdout.screen");
  }

  /** Whether colours may be used on standard output. */
  public boolean colours() {
    return coloured;
  }

  /** One line of the result. */
  public void result(String line) {
    out.println(line);
  }

  /** Where the result goes when it is no text. */
  public PrintStream resultStream() {
    return out;
  }

  /** Where progress is drawn. */
  public PrintStream messageStream() {
    return err;
  }

  /** Something worth knowing that is no result; left out when quiet. */
  public void note(String message) {
    if (!quiet) {
      err.println("layerseal: " + Text.message(message));
    }
  }

  /** Something that needs a look although the command goes on. */
  public void warning(String message) {
    err.println("layerseal: warning: " + Text.message(message));
  }

  public void hint(String advice) {
    err.println("hint: " + Text.message(advice));
  }

  public void error(String message, @Nullable String hint) {
    err.println("layerseal: error: " + Text.message(message));
    if (hint != null) {
      hint(hint);
    }
  }

  /** Tells of a failure, with as much detail as its kind deserves, and gives the exit status. */
  public ExitCode failure(Throwable failure) {
    ExitCode code = ExitCode.of(failure);
    if (failure instanceof StreamException carrier) {
      return failure(carrier.failure());
    }
    if (failure instanceof LayersealException known) {
      error(String.valueOf(known.getMessage()), known.hint().orElse(null));
    } else if (code == ExitCode.UNKNOWN) {
      error(ioMessage(failure), null);
    } else if (code == ExitCode.INTERRUPTED) {
      error("interrupted", null);
    } else {
      error("a bug in layerseal: " + failure, "please report it with the lines below");
      failure.printStackTrace(err);
    }
    if (verbose && code != ExitCode.BUG) {
      failure.printStackTrace(err);
    }
    return code;
  }

  /** What went wrong with a file, in words: the JDK's messages are often the bare path. */
  static String ioMessage(Throwable failure) {
    Throwable cause =
        failure instanceof UncheckedIOException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    String message = cause.getMessage();
    if (cause instanceof java.nio.file.NoSuchFileException) {
      return message + ": no such file";
    }
    if (cause instanceof java.nio.file.AccessDeniedException) {
      return message + ": permission denied";
    }
    if (cause instanceof java.nio.file.FileAlreadyExistsException) {
      return message + ": exists already";
    }
    return message == null ? cause.toString() : message;
  }

  public void flush() {
    out.flush();
    err.flush();
  }
}
