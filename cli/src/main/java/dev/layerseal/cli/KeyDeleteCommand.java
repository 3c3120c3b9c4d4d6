package dev.layerseal.cli;

import dev.layerseal.signer.KeyList;
import dev.layerseal.verifier.trust.NotationFolders;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

/** {@code layerseal key delete}. */
@CommandLine.Command(
    name = "delete",
    description = "Takes keys from the list; the files stay.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example:", "  layerseal key delete release"})
final class KeyDeleteCommand extends Command {

  @Parameters(arity = "1..*", paramLabel = "NAME", description = "names of keys")
  List<String> names = new ArrayList<>();

  @Override
  protected ExitCode run() throws Exception {
    NotationFolders folders = Notation.folders();
    KeyList list = KeyList.read(folders.signingKeys());
    for (String name : names) {
      list = list.without(name);
    }
    list.write(folders.signingKeys());
    for (String name : names) {
      terminal()
          .result(
              "Removed %s from Notation signing key list. The source key still exists."
                  .formatted(name));
    }
    return ExitCode.DONE;
  }
}
