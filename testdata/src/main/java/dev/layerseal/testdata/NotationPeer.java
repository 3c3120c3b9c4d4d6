package dev.layerseal.testdata;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The notation command with a configuration folder of its own. */
public final class NotationPeer {

  private final Path program;
  private final Path home;
  private final Path config;

  /**
   * @param home holds its cache
   * @param config holds policies, trust stores and keys
   */
  public NotationPeer(Path home, Path config) {
    this.program = Peer.find("notation").program();
    this.home = home;
    this.config = config;
  }

  /** What a run gave: status, then everything that it wrote. */
  public record Result(int status, String text) {}

  /** Runs notation with nothing on its standard input. */
  public Result run(List<String> arguments) throws IOException, InterruptedException {
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
