package dev.layerseal.cli;

import dev.layerseal.error.LayersealException;
import dev.layerseal.verifier.revocation.HttpRevocationFetcher;
import dev.layerseal.verifier.revocation.OnlineRevocation;
import dev.layerseal.verifier.revocation.PinnedAnswers;
import dev.layerseal.verifier.revocation.RevocationChecker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Options about revocation, and the time that counts as now. */
final class RevocationOptions {

  @Spec(Spec.Target.MIXEE)
  CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--crl",
      paramLabel = "FILE",
      description = "a revocation list, used before the network is asked; may be repeated")
  List<Path> lists = new ArrayList<>();

  @Option(
      names = "--ocsp",
      paramLabel = "FILE",
      description = "an answer of an OCSP responder (DER), used before the network is asked")
  List<Path> answers = new ArrayList<>();

  @Option(
      names = "--at",
      paramLabel = "TIME",
      description = "verify as of this time, such as 2026-01-31T00:00:00Z (default: now)")
  @Nullable String at;

  /** Looks in the files, asks whom the certificates name, keeps lists where notation keeps them. */
  RevocationChecker checker() throws LayersealException, IOException {
    return checker(PinnedAnswers.NONE);
  }

  /** The same, with what travels with an image as the last to be asked. */
  RevocationChecker checker(PinnedAnswers pinned) throws LayersealException, IOException {
    return new OnlineRevocation(
        new HttpRevocationFetcher(),
        Notation.folders().crlCache(),
        read(lists),
        read(answers),
        pinned);
  }

  /** The time as of which is verified. */
  Instant now(Clock clock) {
    if (at == null) {
      return clock.instant();
    }
    try {
      return Instant.parse(at);
    } catch (DateTimeException e) {
      throw new ParameterException(
          spec.commandLine(),
          "--at '%s': expected a time such as 2026-01-31T00:00:00Z".formatted(at),
          e);
    }
  }

  private static List<byte[]> read(List<Path> files) throws IOException {
    List<byte[]> contents = new ArrayList<>();
    for (Path file : files) {
      contents.add(Files.readAllBytes(file));
    }
    return contents;
  }
}
