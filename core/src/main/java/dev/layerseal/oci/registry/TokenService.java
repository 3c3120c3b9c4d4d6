package dev.layerseal.oci.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.layerseal.error.LayersealException;
import dev.layerseal.error.RegistryException;
import dev.layerseal.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.util.Optional;

/**
 * Gets tokens from the service that a challenge names (distribution specification, "Token
 * Authentication"; for identity tokens by POST, "OAuth2 Token Authentication").
 */
final class TokenService {

  private static final int MAX_ANSWER = 1 << 20;
  private static final String CLIENT = "layerseal";

  private final Transport transport;

  TokenService(Transport transport) {
    this.transport = transport;
  }

  /**
   * A token for {@code scope}, which may be several with blanks between.
   *
   * @param secure whether the registry itself is asked over TLS; then the service has to be too
   */
  String fetch(Challenge challenge, String scope, Optional<Credentials> credentials, boolean secure)
      throws LayersealException, IOException {
    URI realm = realm(challenge, secure);
    Call call = call(realm, challenge, scope, credentials);
    try (Response response = transport.send(call)) {
      byte[] body = response.readAll(MAX_ANSWER);
      if (response.status() == 401 || response.status() == 403) {
        throw new RegistryException(
            "%s: %s"
                .formatted(
                    call,
                    credentials.isPresent()
                        ? "the token service refuses the credentials"
                        : "the token service wants credentials"),
            "check the name and the password, or run layerseal login",
            null);
      }
      if (response.status() != 200) {
        throw new RegistryException(
            "%s: the token service answers %d".formatted(call, response.status()));
      }
      return token(call, JsonObject.parse(body));
    }
  }

  private static String token(Call call, JsonObject answer) throws LayersealException {
    Optional<String> token = answer.optionalString("token").filter(text -> !text.isEmpty());
    String found = token.isPresent() ? token.get() : answer.string("access_token");
    if (!found.matches("[\\x21-\\x7e]+")) {
      throw new RegistryException(call + ": the token service gives no token");
    }
    return found;
  }

  private static URI realm(Challenge challenge, boolean secure) throws RegistryException {
    String text = challenge.parameter("realm").orElse("");
    try {
      URI realm = new URI(text);
      boolean http = "http".equalsIgnoreCase(realm.getScheme());
      if (realm.getHost() != null && (Transport.isSecure(realm) || http)) {
        if (http && secure) {
          throw new RegistryException(
              "the registry wants a token from %s over plain http".formatted(realm.getAuthority()));
        }
        return realm;
      }
    } catch (URISyntaxException e) {
      throw new RegistryException("the registry wants a token from \"%s\"".formatted(text), e);
    }
    throw new RegistryException("the registry wants a token from \"%s\"".formatted(text));
  }

  private Call call(URI realm, Challenge challenge, String scope, Optional<Credentials> credentials)
      throws RegistryException {
    StringBuilder form = new StringBuilder();
    challenge.parameter("service").ifPresent(service -> add(form, "service", service));
    if (credentials.isPresent()
        && credentials.get() instanceof Credentials.IdentityToken identity) {
      add(form, "grant_type", "refresh_token");
      add(form, "client_id", CLIENT);
      add(form, "scope", scope);
      add(form, "refresh_token", identity.token());
      return Call.of("POST", realm, transport.deadlines().call())
          .sending("application/x-www-form-urlencoded", form.toString().getBytes(UTF_8));
    }
    for (String one : scope.trim().split(" +", -1)) {
      if (!one.isEmpty()) {
        add(form, "scope", one);
      }
    }
    String query = realm.getRawQuery() == null ? "" : realm.getRawQuery() + "&";
    String path = realm.getRawPath() == null ? "" : realm.getRawPath();
    URI uri =
        URI.create(
            "%s://%s%s?%s%s"
                .formatted(realm.getScheme(), realm.getRawAuthority(), path, query, form));
    Call call = Call.of("GET", uri, transport.deadlines().call());
    return credentials.isPresent() && credentials.get() instanceof Credentials.Password password
        ? call.with("Authorization", password.basic())
        : call;
  }

  private static void add(StringBuilder form, String name, String value) {
    form.append(form.isEmpty() ? "" : "&")
        .append(name)
        .append('=')
        .append(URLEncoder.encode(value, UTF_8));
  }
}
