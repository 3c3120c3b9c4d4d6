package dev.layerseal.cli;

import picocli.CommandLine;

/** {@code layerseal key}. */
@CommandLine.Command(
    name = "key",
    description = "notation's list of keys.",
    mixinStandardHelpOptions = true,
    subcommands = {
      KeyAddCommand.class,
      KeyListCommand.class,
      KeySetCommand.class,
      KeyDeleteCommand.class
    },
    footer = {"", "Example:", "  layerseal key list"})
final class KeyCommand extends CommandGroup {}
