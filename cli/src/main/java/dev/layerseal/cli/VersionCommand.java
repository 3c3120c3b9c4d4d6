package dev.layerseal.cli;

import picocli.CommandLine;

/** {@code layerseal version}. */
@CommandLine.Command(
    name = "version",
    description = "Shows the version of layerseal and of Java.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example:", "  layerseal version"})
final class VersionCommand extends Command {

  /** The version in the jar's manifest. */
  static String version() {
    String version = Main.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  @Override
  protected ExitCode run() {
    terminal().result("layerseal " + version());
    terminal().result("java      " + Runtime.version());
    return ExitCode.DONE;
  }
}
