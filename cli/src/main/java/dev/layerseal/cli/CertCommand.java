package dev.layerseal.cli;

import picocli.CommandLine;

/** {@code layerseal cert}. */
@CommandLine.Command(
    name = "cert",
    aliases = "certificate",
    description = "Trusted certificates in notation's trust stores.",
    mixinStandardHelpOptions = true,
    subcommands = {
      CertAddCommand.class,
      CertListCommand.class,
      CertShowCommand.class,
      CertDeleteCommand.class,
      CertGenerateTestCommand.class
    },
    footer = {"", "Example:", "  layerseal cert list"})
final class CertCommand extends CommandGroup {}
