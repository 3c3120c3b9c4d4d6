package dev.layerseal.verifier.trust;

import dev.layerseal.error.FormatException;
import dev.layerseal.error.VerificationException;
import dev.layerseal.error.VerificationException.Reason;
import dev.layerseal.json.JsonObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A trust policy for images, {@code trustpolicy.json} or {@code trustpolicy.oci.json}.
 *
 * <pre>
 * {"version":"1.0","trustPolicies":[{
 *    "name":"release","registryScopes":["registry.example/app"],
 *    "signatureVerification":{"level":"strict"},
 *    "trustStores":["ca:release"],
 *    "trustedIdentities":["x509.subject: C=US, ST=WA, O=Example"]}]}
 * </pre>
 */
public record TrustPolicy(List<PolicyStatement> statements) {

  static final String VERSION = "1.0";

  public TrustPolicy {
    statements = List.copyOf(statements);
  }

  /** The policy that {@code json} holds; what it does not know it passes over, as notation does. */
  public static TrustPolicy decode(byte[] json) throws FormatException {
    JsonObject policy = JsonObject.parse(json);
    List<PolicyStatement> statements = new ArrayList<>();
    Set<String> names = new HashSet<>();
    Set<String> scopes = new HashSet<>();
    for (JsonObject object : statements(policy)) {
      PolicyStatement statement = StatementReader.read(object, object.strings("registryScopes"));
      checkScopes(statement, scopes);
      if (!names.add(statement.name())) {
        throw new FormatException("two statements are called \"%s\"".formatted(statement.name()));
      }
      statements.add(statement);
    }
    return new TrustPolicy(statements);
  }

  /** The statement for {@code repository}: the one that names it, else the one for all. */
  public Optional<PolicyStatement> find(String repository) {
    return first(scope -> scope.equals(repository))
        .or(() -> first(scope -> RegistryScope.names(scope, repository)))
        .or(() -> first(RegistryScope.ALL::equals));
  }

  private Optional<PolicyStatement> first(Predicate<String> chosen) {
    return statements.stream()
        .filter(statement -> statement.scopes().stream().anyMatch(chosen))
        .findFirst();
  }

  /**
   * The statement for {@code repository}.
   *
   * @param repository such as {@code registry.example/app}
   * @throws VerificationException when none applies
   */
  public PolicyStatement statementFor(String repository) throws VerificationException {
    return find(repository).orElseThrow(() -> noStatement(repository));
  }

  static VerificationException noStatement(String repository) {
    return new VerificationException(
        Reason.POLICY, "%s: no statement of the trust policy applies".formatted(repository));
  }

  /** The statements of a document, after a check of its version. */
  static List<JsonObject> statements(JsonObject policy) throws FormatException {
    StatementReader.refuseOtherCase(policy, List.of("version", "trustPolicies"));
    String version = policy.string("version");
    if (!version.equals(VERSION)) {
      throw policy.malformed("version", "is \"%s\", expected %s".formatted(version, VERSION));
    }
    List<JsonObject> statements = policy.array("trustPolicies").objects();
    if (statements.isEmpty()) {
      throw policy.malformed("trustPolicies", "is empty");
    }
    return statements;
  }

  private static void checkScopes(PolicyStatement statement, Set<String> seen)
      throws FormatException {
    List<String> scopes = statement.scopes();
    String where = "statement \"%s\": registryScopes: ".formatted(statement.name());
    if (scopes.isEmpty()) {
      throw new FormatException(where + "at least one is required");
    }
    if (scopes.size() > 1 && scopes.contains(RegistryScope.ALL)) {
      throw new FormatException(where + "* stands alone or not at all");
    }
    for (String scope : scopes) {
      RegistryScope.check(scope);
      if (!seen.add(scope)) {
        throw new FormatException(where + "\"%s\" stands twice".formatted(scope));
      }
    }
  }
}
