package dev.layerseal.verifier.trust;

import dev.layerseal.error.FormatException;
import dev.layerseal.json.JsonObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What {@code layerseal.policy.json} asks for on top of notation's policy, which does not know the
 * file: several signers, a narrower choice of them, seals. It tightens the answer; only where
 * notation's policy has no statement does one with a wildcard stand alone.
 *
 * <pre>
 * {"version":"1.0","statements":[{
 *    "name":"release","registryScopes":["registry.example/release/*"],
 *    "signers":{"threshold":2,"identities":["x509.subject: C=US, ST=WA, O=A","x509.subject: .."]},
 *    "dmVerity":"require"}]}
 * </pre>
 */
public record LayersealPolicy(List<LayersealStatement> statements) {

  public static final String FILE = "layerseal.policy.json";

  private static final String VERSION = "version";
  private static final String STATEMENTS = "statements";

  public LayersealPolicy {
    statements = List.copyOf(statements);
  }

  /** The policy that {@code json} holds; a member that is not known is refused. */
  public static LayersealPolicy decode(byte[] json) throws FormatException {
    JsonObject policy = JsonObject.parse(json);
    policy.refuseOthers(Set.of(VERSION, STATEMENTS));
    if (!policy.string(VERSION).equals(TrustPolicy.VERSION)) {
      throw policy.malformed(
          VERSION, "is \"%s\", expected %s".formatted(policy.string(VERSION), TrustPolicy.VERSION));
    }
    List<LayersealStatement> statements = new ArrayList<>();
    Set<String> names = new HashSet<>();
    Set<ScopePattern> scopes = new HashSet<>();
    for (JsonObject object : policy.array(STATEMENTS).objects()) {
      LayersealStatement statement = LayersealStatement.decode(object);
      if (!names.add(statement.name())) {
        throw new FormatException("two statements are called \"%s\"".formatted(statement.name()));
      }
      for (ScopePattern scope : statement.scopes()) {
        if (!scopes.add(scope)) {
          throw new FormatException(
              "statement \"%s\": registryScopes: \"%s\" stands twice"
                  .formatted(statement.name(), scope));
        }
      }
      statements.add(statement);
    }
    if (statements.isEmpty()) {
      throw policy.malformed(STATEMENTS, "is empty");
    }
    return new LayersealPolicy(statements);
  }

  /** A statement, and which of its scopes it is chosen by. */
  record Match(LayersealStatement statement, ScopePattern scope) {}

  /** The statement whose scope is closest to {@code repository}. */
  Optional<Match> find(String repository) {
    return statements.stream()
        .flatMap(one -> one.scopes().stream().map(scope -> new Match(one, scope)))
        .filter(match -> match.scope().matches(repository))
        .max(Comparator.comparingInt(match -> match.scope().rank()));
  }
}
