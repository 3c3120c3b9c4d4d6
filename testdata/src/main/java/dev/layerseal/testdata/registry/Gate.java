package dev.layerseal.testdata.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Asks for a name and a password before anything else, by Basic or by a token. */
final class Gate {

  static final String TOKEN_PATH = "/token";

  private final String basic;
  private final String challenge;
  private final Set<String> tokens = new HashSet<>();
  private int issued;

  /**
   * @param challenge value of WWW-Authenticate
   */
  Gate(String user, String password, String challenge) {
    this.basic =
        "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(UTF_8));
    this.challenge = challenge;
  }

  /** The refusal of a request, or nothing when it may pass. */
  synchronized Optional<Answer> refuse(Request request) {
    String given = request.header("Authorization").orElse("");
    boolean bearer = challenge.toLowerCase(java.util.Locale.ROOT).contains("bearer");
    boolean passes =
        bearer
            ? given.startsWith("Bearer ") && tokens.contains(given.substring(7))
            : given.equals(basic);
    return passes
        ? Optional.empty()
        : Optional.of(
            Answer.error(401, "UNAUTHORIZED", "authentication required")
                .with("WWW-Authenticate", challenge));
  }

  /** The answer of the token service. */
  synchronized Answer token(Request request) {
    String body = new String(request.body(), UTF_8);
    boolean refresh = body.contains("grant_type=refresh_token") && body.contains("refresh_token=");
    if (!refresh && !request.header("Authorization").orElse("").equals(basic)) {
      return Answer.error(401, "UNAUTHORIZED", "wrong name or password");
    }
    String token = "token-" + ++issued;
    tokens.add(token);
    String name = refresh ? "access_token" : "token";
    return Answer.of(
            200, "{\"%s\":\"%s\",\"expires_in\":300}".formatted(name, token).getBytes(UTF_8))
        .with("Content-Type", "application/json");
  }

  /** All tokens given out so far are worth nothing from now on. */
  synchronized void expire() {
    tokens.clear();
  }
}
