package dev.layerseal.cli;

import picocli.CommandLine;

/** {@code layerseal policy}. */
@CommandLine.Command(
    name = "policy",
    description = "Shows, imports or writes notation's trust policy for images.",
    mixinStandardHelpOptions = true,
    subcommands = {PolicyShowCommand.class, PolicyImportCommand.class, PolicyInitCommand.class},
    footer = {"", "Example:", "  layerseal policy show"})
final class PolicyCommand extends CommandGroup {}
