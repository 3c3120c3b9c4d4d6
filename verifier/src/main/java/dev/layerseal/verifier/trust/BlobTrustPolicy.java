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
 * A trust policy for files, {@code trustpolicy.blob.json}: its statements are chosen by name.
 *
 * @param global the statement for files without a name, when there is one
 */
public record BlobTrustPolicy(List<PolicyStatement> statements, Optional<PolicyStatement> global) {

  public BlobTrustPolicy {
    statements = List.copyOf(statements);
  }

  public static BlobTrustPolicy decode(byte[] json) throws FormatException {
    List<PolicyStatement> statements = new ArrayList<>();
    Optional<PolicyStatement> global = Optional.empty();
    Set<String> names = new HashSet<>();
    for (JsonObject object : TrustPolicy.statements(JsonObject.parse(json))) {
      PolicyStatement statement = StatementReader.read(object, List.of());
      if (!names.add(statement.name())) {
        throw new FormatException("two statements are called \"%s\"".formatted(statement.name()));
      }
      if (object.optionalBool("globalPolicy").orElse(false)) {
        checkGlobal(statement, global);
        global = Optional.of(statement);
      }
      statements.add(statement);
    }
    return new BlobTrustPolicy(statements, global);
  }

  /** The statement called {@code name}, or without a name the global one. */
  public PolicyStatement statementFor(Optional<String> name) throws VerificationException {
    Optional<PolicyStatement> found =
        name.isEmpty()
            ? global
            : statements.stream().filter(s -> s.name().equals(name.get())).findFirst();
    return found.orElseThrow(
        () ->
            new VerificationException(
                Reason.POLICY,
                name.isEmpty()
                    ? "the trust policy for blobs has no global statement"
                    : "the trust policy for blobs has no statement \"%s\"".formatted(name.get())));
  }

  private static void checkGlobal(PolicyStatement statement, Optional<PolicyStatement> other)
      throws FormatException {
    String where = "statement \"%s\": globalPolicy: ".formatted(statement.name());
    if (other.isPresent()) {
      throw new FormatException(where + "\"%s\" is it already".formatted(other.get().name()));
    }
    if (statement.level().skipsEverything()) {
      throw new FormatException(where + "its level may not be skip");
    }
  }
}
