package dev.layerseal.cli;

import dev.layerseal.json.JsonArray;
import dev.layerseal.json.JsonObject;
import dev.layerseal.json.JsonObjectBuilder;
import dev.layerseal.json.JsonWriter;
import dev.layerseal.verifier.trust.NotationFolders;
import dev.layerseal.verifier.trust.PolicyFile;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** {@code layerseal blob policy init}. */
@CommandLine.Command(
    name = "init",
    description = "Writes a trust policy for files, of one statement.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example:",
      "  layerseal blob policy init --global --name release --trust-store ca:release"
          + " --trusted-identity 'x509.subject: C=US, ST=WA, O=Example'"
    })
final class BlobPolicyInitCommand extends Command {

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

  @Option(names = "--global", description = "it is for files for which no statement is named")
  boolean global;

  @Option(names = "--force", description = "replace the policy that is there without asking")
  boolean force;

  @Override
  protected ExitCode run() throws Exception {
    NotationFolders folders = Notation.folders();
    byte[] policy = (JsonWriter.pretty(policy()) + "\n").getBytes(StandardCharsets.UTF_8);
    PolicyFile.checkBlob(folders.blobPolicy(), policy);
    if (!Notation.mayReplace(terminal(), force, folders.blobPolicy())) {
      return ExitCode.DONE;
    }
    PolicyFile.writeBlob(folders, folders.blobPolicy(), policy);
    terminal().result("Successfully initialized blob trust policy file to " + folders.blobPolicy());
    return ExitCode.DONE;
  }

  private JsonObject policy() {
    JsonObjectBuilder statement =
        JsonObject.builder()
            .put("name", name)
            .put("signatureVerification", JsonObject.builder().put("level", "strict").build())
            .put("trustStores", JsonArray.ofStrings(stores))
            .put("trustedIdentities", JsonArray.ofStrings(identities));
    if (global) {
      statement.put("globalPolicy", true);
    }
    return JsonObject.builder()
        .put("version", "1.0")
        .put("trustPolicies", JsonArray.of(List.of(statement.build())))
        .build();
  }
}
