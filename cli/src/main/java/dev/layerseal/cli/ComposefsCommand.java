package dev.layerseal.cli;

import picocli.CommandLine;

/** {@code layerseal composefs}: composefs images and what they are made from. */
@CommandLine.Command(
    name = "composefs",
    description = "Builds, reads, compares and checks composefs images.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      ComposefsBuildCommand.class,
      ComposefsDumpCommand.class,
      ComposefsDigestCommand.class,
      ComposefsDiffCommand.class,
      ComposefsCheckCommand.class
    },
    footer = {"", "Example:", "  layerseal composefs build rootfs --out image.cfs"})
final class ComposefsCommand extends CommandGroup {}
