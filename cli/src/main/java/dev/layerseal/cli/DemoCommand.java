package dev.layerseal.cli;

import picocli.CommandLine;

/** {@code layerseal demo}: the main job on an image that comes with the tool. */
@CommandLine.Command(
    name = "demo",
    description =
        "Signs, verifies, tampers with and audits a small image that comes with the tool.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example:", "  layerseal demo"})
final class DemoCommand extends Command {

  @Override
  protected ExitCode run() {
    return ExitCode.DONE;
  }
}
