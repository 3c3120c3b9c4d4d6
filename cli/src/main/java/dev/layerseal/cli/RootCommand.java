package dev.layerseal.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code layerseal} without a command. */
@Command(
    name = "layerseal",
    description = "Signs and verifies OCI images so that a kernel can check every read.",
    synopsisSubcommandLabel = "COMMAND",
    commandListHeading = "%nCommands:%n",
    footer = {
      "",
      "Exit status: 0 done, 1 the answer is no, 2 wrong usage, 3 bad bytes, 4 could not find out,",
      "5 key unusable, 70 a bug, 130 interrupted.",
      "",
      "Example:",
      "  layerseal demo"
    })
final class RootCommand implements Runnable {

  @Spec CommandSpec spec = CommandSpec.create();

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "show this help")
  boolean help;

  @Option(
      names = {"-V", "--version"},
      description = "show the version")
  boolean version;

  @Override
  public void run() {
    CommandLine line = spec.commandLine();
    if (version) {
      line.getOut().println("layerseal " + VersionCommand.version());
      return;
    }
    throw new ParameterException(line, "a command is missing");
  }
}
