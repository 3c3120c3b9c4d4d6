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

  /**
   * The statement whose scope is closest to {@code repository}.
   *
   * @throws VerificationException when two are equally close: which one was meant is not to be
   *     guessed
   */
  Optional<Match> find(String repository) throws VerificationException {
    List<Match> closest = new ArrayList<>();
    for (LayersealStatement one : statements) {
      for (ScopePattern scope : one.scopes()) {
        int rank = closest.isEmpty() ? -1 : closest.get(0).scope().rank();
        if (scope.matches(repository) && scope.rank() >= rank) {
          closest.removeIf(match -> scope.rank() > rank);
          closest.add(new Match(one, scope));
        }
      }
    }
    List<String> names =
        closest.stream().map(match -> match.statement().name()).distinct().toList();
    if (names.size() > 1) {
      throw new VerificationException(
          Reason.POLICY,
          "%s: the statements %s of %s apply equally"
              .formatted(repository, String.join(", ", names), FILE),
          "name the repository in one of them",
          null);
    }
    return closest.stream().findFirst();
  }
}
