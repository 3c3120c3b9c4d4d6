package dev.layerseal.cli;

import picocli.CommandLine;

/** {@code layerseal erofs}: everything about EROFS images themselves. */
@CommandLine.Command(
    name = "erofs",
    description = "Makes, reads, checks and unpacks EROFS images.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      ErofsBuildCommand.class,
      ErofsLsCommand.class,
      ErofsCatCommand.class,
      ErofsStatCommand.class,
      ErofsDumpCommand.class,
      ErofsExtractCommand.class,
      ErofsCheckCommand.class
    },
    footer = {"", "Example:", "  layerseal erofs check layer.erofs"})
final class ErofsCommand extends CommandGroup {}
