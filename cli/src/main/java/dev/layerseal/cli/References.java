package dev.layerseal.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The references of a command that takes several. */
final class References {

  @Spec(Spec.Target.MIXEE)
  CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "REF",
      arity = "0..*",
      description = "registry/repository[:tag][@digest]")
  List<String> names = new ArrayList<>();

  @Option(
      names = "--from",
      paramLabel = "FILE",
      description = "more references, one on each line; - reads standard input")
  @Nullable String from;

  List<String> all() throws IOException {
    List<String> all = new ArrayList<>(names);
    if (from != null) {
      String text =
          from.equals("-")
              ? new String(System.in.readAllBytes(), UTF_8)
              : Files.readString(Path.of(from));
      text.lines().map(String::strip).filter(line -> !line.isEmpty()).forEach(all::add);
    }
    if (all.isEmpty()) {
      throw new ParameterException(spec.commandLine(), "a reference is missing");
    }
    return all;
  }
}
