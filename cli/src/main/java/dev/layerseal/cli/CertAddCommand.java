package dev.layerseal.cli;

import dev.layerseal.verifier.trust.TrustStoreFolder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code layerseal cert add}. */
@CommandLine.Command(
    name = "add",
    description = "Trusts certificates: puts them into a trust store.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example:", "  layerseal cert add --type ca --store release root.crt"})
final class CertAddCommand extends Command {

  @Mixin StoreOptions options = new StoreOptions();

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "certificates, PEM or DER")
  List<Path> files = new ArrayList<>();

  @Override
  protected ExitCode run() throws Exception {
    TrustStoreFolder folder = new TrustStoreFolder(Notation.folders());
    List<String> added = new ArrayList<>();
    for (Path file : files) {
      added.add(folder.add(options.store(), file).file().toString());
    }
    terminal()
        .result(
            "Successfully added following certificates to named store %s of type %s:"
                .formatted(options.name, options.type));
    added.forEach(terminal()::result);
    return ExitCode.DONE;
  }
}
