package dev.layerseal.cli;

import dev.layerseal.error.FormatException;
import dev.layerseal.error.LayersealException;
import dev.layerseal.error.RegistryException;
import dev.layerseal.error.SigningException;
import dev.layerseal.error.StreamException;
import dev.layerseal.error.UnsupportedFeatureException;
import dev.layerseal.error.VerificationException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** The exit statuses, which scripts rely on. Only {@link #DONE} means verified. */
public enum ExitCode {
  DONE(0, "done; for verify: everything asked for is verified"),
  NO(1, "everything was read, and the answer is no"),
  USAGE(2, "wrong usage"),
  BAD_BYTES(3, "bad or unsupported bytes"),
  UNKNOWN(4, "could not find out: network, authentication, image missing, disk"),
  KEY(5, "key or certificate unusable"),
  BUG(70, "a bug in layerseal"),
  INTERRUPTED(130, "interrupted");

  /** Which of several outcomes is told, the worst first. */
  private static final List<ExitCode> WORST_FIRST =
      List.of(INTERRUPTED, BUG, KEY, UNKNOWN, BAD_BYTES, USAGE, NO, DONE);

  private final int status;
  private final String meaning;

  ExitCode(int status, String meaning) {
    this.status = status;
    this.meaning = meaning;
  }

  public int status() {
    return status;
  }

  /** One line for {@code --help}. */
  public String meaning() {
    return meaning;
  }

  /** The status for a failure. */
  public static ExitCode of(Throwable failure) {
    if (failure instanceof LayersealException known) {
      return of(known);
    }
    if (failure instanceof StreamException carrier) {
      return of(carrier.failure());
    }
    if (failure instanceof IOException || failure instanceof UncheckedIOException) {
      return UNKNOWN;
    }
    if (failure instanceof InterruptedException) {
      return INTERRUPTED;
    }
    return BUG;
  }

  private static ExitCode of(LayersealException failure) {
    if (failure instanceof VerificationException) {
      return NO;
    }
    if (failure instanceof FormatException || failure instanceof UnsupportedFeatureException) {
      return BAD_BYTES;
    }
    if (failure instanceof RegistryException) {
      return UNKNOWN;
    }
    if (failure instanceof SigningException) {
      return KEY;
    }
    throw new AssertionError("no exit status for " + failure.getClass());
  }

  /** The status that stands for several outcomes: the worst of them. */
  public static ExitCode worst(List<ExitCode> outcomes) {
    return WORST_FIRST.stream().filter(outcomes::contains).findFirst().orElse(DONE);
  }
}
