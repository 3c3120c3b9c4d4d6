package dev.layerseal.oci.registry;

import dev.layerseal.error.FormatException;
import dev.layerseal.error.LayersealException;
import dev.layerseal.error.RegistryException;
import dev.layerseal.oci.Reference;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Answers a registry's challenges and remembers the answers: a header, or a token for each scope.
 */
final class Authorizer {

  /** What a call wants to do. */
  enum Action {
    LOGIN(""),
    PULL("pull"),
    PUSH("pull,push"),
    DELETE("pull,push,delete");

    private final String words;

    Action(String words) {
      this.words = words;
    }

    String scope(String repository) {
      return words.isEmpty() ? "" : "repository:" + repository + ":" + words;
    }
  }

  private final Reference repository;
  private final CredentialSource source;
  private final TokenService tokens;
  private final Map<Action, String> headers = new HashMap<>();
  private Optional<Credentials> credentials = Optional.empty();
  private boolean asked;

  Authorizer(Reference repository, CredentialSource source, Transport transport) {
    this.repository = repository;
    this.source = source;
    this.tokens = new TokenService(transport);
  }

  /** The value of the Authorization header, once a challenge was answered. */
  synchronized Optional<String> header(Action action) {
    return Optional.ofNullable(headers.get(action));
  }

  /**
   * Answers the challenges of a refused call.
   *
   * @param refused the header that the call had
   * @return whether there is another header now, so that the call should be made again
   */
  synchronized boolean answer(
      List<Challenge> challenges, Action action, Optional<String> refused, boolean secure)
      throws LayersealException, IOException {
    if (!header(action).equals(refused)) {
      return true;
    }
    Optional<String> header = Optional.empty();
    for (Challenge challenge : challenges) {
      if (challenge.scheme().equals("bearer") && challenge.parameter("realm").isPresent()) {
        header = Optional.of("Bearer " + token(challenge, action, secure));
        break;
      }
      if (challenge.scheme().equals("basic") && header.isEmpty()) {
        header = basic();
      }
    }
    if (header.isEmpty() || header.equals(refused)) {
      return false;
    }
    headers.put(action, header.get());
    return true;
  }

  /** Whether there are credentials for this repository at all. */
  synchronized boolean hasCredentials() throws LayersealException, IOException {
    return credentials().isPresent();
  }

  private Optional<String> basic() throws LayersealException, IOException {
    return credentials()
        .filter(Credentials.Password.class::isInstance)
        .map(found -> ((Credentials.Password) found).basic());
  }

  private String token(Challenge challenge, Action action, boolean secure)
      throws LayersealException, IOException {
    Optional<Credentials> found = credentials();
    if (found.isPresent() && found.get() instanceof Credentials.RegistryToken given) {
      return given.token();
    }
    String scope = challenge.parameter("scope").orElse(action.scope(repository.repository()));
    try {
      return tokens.fetch(challenge, scope, found, secure);
    } catch (FormatException e) {
      throw new RegistryException(String.valueOf(e.getMessage()), e);
    }
  }

  private Optional<Credentials> credentials() throws LayersealException, IOException {
    if (!asked) {
      asked = true;
      credentials = source.find(repository.registry(), repository.repository());
    }
    return credentials;
  }
}
