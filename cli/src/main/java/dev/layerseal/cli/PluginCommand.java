package dev.layerseal.cli;

import picocli.CommandLine;

/** {@code layerseal plugin}. */
@CommandLine.Command(
    name = "plugin",
    description = "notation's plugins.",
    mixinStandardHelpOptions = true,
    subcommands = {
      PluginListCommand.class,
      PluginInstallCommand.class,
      PluginUninstallCommand.class
    },
    footer = {"", "Example:", "  layerseal plugin list"})
final class PluginCommand extends CommandGroup {}
