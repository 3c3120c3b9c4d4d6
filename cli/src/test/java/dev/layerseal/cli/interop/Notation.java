package dev.layerseal.cli.interop;

import dev.layerseal.testdata.Peer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The notation command with a configuration folder of its own. */
final class Notation {

  private final Path program;
  private final Path home;
  private final Path config;

  Notation(Path home, Path config) {
    this.program = Peer.find("notation").program();
    this.home = home;
    this.config = config;
  }

  /** What a run gave: status, then everything that it wrote. */
  record Result(int status, String text) {}

  Result run(List<String> arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("HOME", home.toString());
    builder.environment().put("NOTATION_CONFIG", config.toString());
    builder.environment().put("NOTATION_CACHE", home.resolve("cache").toString());
    builder.environment().put("NOTATION_EXPERIMENTAL", "1");
    Process process = builder.start();
    process.getOutputStream().close();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Result(process.waitFor(), text);
  }
}
