package dev.layerseal.cli;

import dev.layerseal.json.JsonObject;
import dev.layerseal.json.JsonWriter;
import picocli.CommandLine;

/** {@code layerseal version}. */
@CommandLine.Command(
    name = "version",
    description = "Shows the version of layerseal and of Java.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example:", "  layerseal version"})
final class VersionCommand extends ReportCommand {

  /** The version in the jar's manifest. */
  static String version() {
    String version = Main.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  @Override
  protected ExitCode report() {
    if (json()) {
      terminal()
          .result(
              JsonWriter.pretty(
                  JsonObject.builder()
                      .put("version", version())
                      .put("java", Runtime.version().toString())
                      .build()));
      return ExitCode.DONE;
    }
    terminal().result("layerseal " + version());
    terminal().result("java      " + Runtime.version());
    return ExitCode.DONE;
  }
}
