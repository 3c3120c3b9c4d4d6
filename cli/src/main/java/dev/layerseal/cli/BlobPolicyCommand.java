package dev.layerseal.cli;

import picocli.CommandLine;

/** {@code layerseal blob policy}. */
@CommandLine.Command(
    name = "policy",
    description = "The trust policy for files, trustpolicy.blob.json.",
    mixinStandardHelpOptions = true,
    subcommands = {
      BlobPolicyInitCommand.class,
      BlobPolicyImportCommand.class,
      BlobPolicyShowCommand.class
    },
    footer = {"", "Example:", "  layerseal blob policy show"})
final class BlobPolicyCommand extends CommandGroup {}
