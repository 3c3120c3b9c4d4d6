package dev.layerseal.cli;

import picocli.CommandLine;

/** {@code layerseal bundle}. */
@CommandLine.Command(
    name = "bundle",
    description = "Carries an image with everything that refers to it in one file.",
    mixinStandardHelpOptions = true,
    subcommands = {BundleExportCommand.class, BundleImportCommand.class},
    footer = {
      "",
      "Example:",
      "  layerseal bundle export registry.example/app:v1 --out app.tar",
      "  layerseal bundle import app.tar mirror.example/app:v1"
    })
final class BundleCommand extends CommandGroup {}
