package dev.layerseal.cli;

import dev.layerseal.signer.KeyList;
import dev.layerseal.verifier.trust.NotationFolders;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code layerseal key set}. */
@CommandLine.Command(
    name = "set",
    aliases = "update",
    description = "Chooses the key that signs when none is named.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example:", "  layerseal key set --default release"})
final class KeySetCommand extends Command {

  @Parameters(paramLabel = "NAME", description = "name of the key")
  String name = "";

  @Option(names = "--default", required = true, description = "make it the default key")
  boolean makeDefault;

  @Override
  protected ExitCode run() throws Exception {
    NotationFolders folders = Notation.folders();
    KeyList.read(folders.signingKeys()).withDefault(name).write(folders.signingKeys());
    terminal().result(name + ": marked as default");
    return ExitCode.DONE;
  }
}
