package dev.layerseal.cli;

import dev.layerseal.json.JsonArray;
import dev.layerseal.json.JsonObject;
import dev.layerseal.json.JsonWriter;
import dev.layerseal.verifier.trust.NotationFolders;
import dev.layerseal.verifier.trust.PolicyFile;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
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

  @Option(
      names = {"-n", "--name"},
      required = true,
      description = "name of the statement")
  String name = "";

  @Option(
      names = "--trust-store",
      required = true,
      paramLabel = "TYPE:NAME",
      description = "a store of trusted certificates, such as ca:release")
  List<String> stores = new ArrayList<>();

  @Option(
      names = "--trusted-identity",
      required = true,
      paramLabel = "IDENTITY",
      description = "who may sign: 'x509.subject: C=.., ST=.., O=..', or *")
  List<String> identities = new ArrayList<>();

  @Option(
      names = "--scope",
      paramLabel = "REPOSITORY",
      description = "repositories that it is for (default: all)")
  List<String> scopes = new ArrayList<>();

  @Option(names = "--level", description = "strict, permissive or audit (default: strict)")
  String level = "strict";

  @Option(names = "--force", description = "replace the policy that is there without asking")
  boolean force;

  @Override
  protected ExitCode run() throws Exception {
    NotationFolders folders = Notation.folders();
    if (!Notation.mayReplace(terminal(), force, folders.policy(), folders.ociPolicy())) {
      return ExitCode.DONE;
    }
    byte[] policy = (JsonWriter.pretty(policy()) + "\n").getBytes(StandardCharsets.UTF_8);
    PolicyFile.write(folders, folders.policy(), policy);
    terminal().result("Successfully initialized trust policy file to " + folders.policy());
    return ExitCode.DONE;
  }

  private JsonObject policy() {
    JsonObject statement =
        JsonObject.builder()
            .put("name", name)
            .put("registryScopes", JsonArray.ofStrings(scopes.isEmpty() ? List.of("*") : scopes))
            .put("signatureVerification", JsonObject.builder().put("level", level).build())
            .put("trustStores", JsonArray.ofStrings(stores))
            .put("trustedIdentities", JsonArray.ofStrings(identities))
            .build();
    return JsonObject.builder()
        .put("version", "1.0")
        .put("trustPolicies", JsonArray.of(List.of(statement)))
        .build();
  }
}
