package dev.layerseal.cli;

import dev.layerseal.json.JsonArray;
import dev.layerseal.json.JsonObject;
import dev.layerseal.json.JsonObjectBuilder;
import dev.layerseal.json.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** The one statement of a new policy, whatever it is for. */
final class StatementOptions {

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

  @Option(names = "--force", description = "replace the policy that is there without asking")
  boolean force;

  /**
   * The policy, as its file holds it.
   *
   * @param scope members that only this kind of policy has
   */
  byte[] policy(JsonObject scope, String level) {
    JsonObjectBuilder statement = JsonObject.builder().put("name", name);
    scope.members().forEach(statement::put);
    statement
        .put("signatureVerification", JsonObject.builder().put("level", level).build())
        .put("trustStores", JsonArray.ofStrings(stores))
        .put("trustedIdentities", JsonArray.ofStrings(identities));
    JsonObject policy =
        JsonObject.builder()
            .put("version", "1.0")
            .put("trustPolicies", JsonArray.of(List.of(statement.build())))
            .build();
    return (JsonWriter.pretty(policy) + "\n").getBytes(StandardCharsets.UTF_8);
  }
}
