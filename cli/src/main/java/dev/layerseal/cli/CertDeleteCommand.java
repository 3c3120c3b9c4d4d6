package dev.layerseal.cli;

import dev.layerseal.verifier.trust.StoreName;
import dev.layerseal.verifier.trust.TrustStoreFolder;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** {@code layerseal cert delete}. */
@CommandLine.Command(
    name = "delete",
    description = "Trusts certificates no longer: removes them from a trust store.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example:", "  layerseal cert delete --type ca --store release root.crt -y"})
final class CertDeleteCommand extends Command {

  @CommandLine.Spec CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();
  @Mixin StoreOptions options = new StoreOptions();

  @Option(
      names = {"-a", "--all"},
      description = "every certificate of the store")
  boolean all;

  @Option(
      names = {"-y", "--yes"},
      description = "do not ask")
  boolean yes;

  @Parameters(arity = "0..1", paramLabel = "FILE", description = "name of the file in the store")
  @Nullable String file;

  @Override
  protected ExitCode run() throws Exception {
    if (all == (file != null)) {
      throw new ParameterException(spec.commandLine(), "give either FILE or --all");
    }
    StoreName store = options.store();
    TrustStoreFolder folder = new TrustStoreFolder(Notation.folders());
    if (!yes && !Notation.agrees(terminal(), "Delete from trust store " + store + "?")) {
      return ExitCode.DONE;
    }
    List<String> files =
        file != null
            ? List.of(file)
            : folder.list(Optional.of(store.type()), Optional.of(store.name())).stream()
                .map(entry -> String.valueOf(entry.file().getFileName()))
                .toList();
    for (String name : files) {
      folder.delete(store, name);
      terminal().result("Successfully deleted %s from trust store %s".formatted(name, store));
    }
    return ExitCode.DONE;
  }
}
