package dev.layerseal.cli;

import picocli.CommandLine;

/** {@code layerseal blob}. */
@CommandLine.Command(
    name = "blob",
    description = "Signs and verifies files, with the signature in a file of its own.",
    mixinStandardHelpOptions = true,
    subcommands = {
      BlobSignCommand.class,
      BlobVerifyCommand.class,
      BlobInspectCommand.class,
      BlobPolicyCommand.class
    },
    footer = {"", "Example:", "  layerseal blob sign release.tar"})
final class BlobCommand extends CommandGroup {}
