package dev.layerseal.cli;

import picocli.CommandLine;

/** {@code layerseal verity}. */
@CommandLine.Command(
    name = "verity",
    description = "dm-verity hash trees, as veritysetup makes and checks them.",
    mixinStandardHelpOptions = true,
    subcommands = {
      VerityFormatCommand.class,
      VerityRootHashCommand.class,
      VerityVerifyCommand.class
    },
    footer = {"", "Example:", "  layerseal verity format data.img data.verity"})
final class VerityCommand extends CommandGroup {}
