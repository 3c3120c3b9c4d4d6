package dev.layerseal.cli;

import dev.layerseal.json.JsonArray;
import dev.layerseal.json.JsonObject;
import dev.layerseal.verifier.trust.NotationFolders;
import dev.layerseal.verifier.trust.PolicyFile;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code layerseal policy init}. */
@CommandLine.Command(
    name = "init",
    description = "Writes a trust policy of one statement.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example:",
      "  layerseal policy init --name release --trust-store ca:release"
          + " --trusted-identity 'x509.subject: C=US, ST=WA, O=Example'"
    })
final class PolicyInitCommand extends Command {

  @Mixin StatementOptions statement = new StatementOptions();

  @Option(
      names = "--scope",
      paramLabel = "REPOSITORY",
      description = "repositories that it is for (default: all)")
  List<String> scopes = new ArrayList<>();

  @Option(names = "--level", description = "strict, permissive or audit (default: strict)")
  String level = "strict";

  @Override
  protected ExitCode run() throws Exception {
    NotationFolders folders = Notation.folders();
    if (!Notation.mayReplace(terminal(), statement.force, folders.policy(), folders.ociPolicy())) {
      return ExitCode.DONE;
    }
    PolicyFile.write(folders, folders.policy(), statement.policy(scope(), level));
    terminal().result("Successfully initialized trust policy file to " + folders.policy());
    return ExitCode.DONE;
  }

  private JsonObject scope() {
    return JsonObject.builder()
        .put("registryScopes", JsonArray.ofStrings(scopes.isEmpty() ? List.of("*") : scopes))
        .build();
  }
}
