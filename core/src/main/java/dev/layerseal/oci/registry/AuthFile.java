package dev.layerseal.oci.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.layerseal.error.FormatException;
import dev.layerseal.error.LayersealException;
import dev.layerseal.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * A file of credentials as docker, podman and notation keep it: {@code auths} with the credentials
 * themselves, {@code credHelpers} and {@code credsStore} with programs that have them. Only the
 * entry that is asked for is looked at, so that a broken one for another registry does no harm.
 *
 * <pre>{@code
 * {"auths":{"registry.example":{"auth":"base64 of name:password"}},
 *  "credHelpers":{"other.example":"pass"},"credsStore":"secretservice"}
 * }</pre>
 */
public final class AuthFile implements CredentialSource {

  private static final int MAX_SIZE = 4 << 20;
  private static final String TOKEN_USER = "<token>";
  private static final String DOCKER_HUB_KEY = "https://index.docker.io/v1/";

  private final Path file;
  private final CredentialHelper.Runner runner;

  /**
   * @param file need not exist
   */
  public AuthFile(Path file) {
    this(file, CredentialHelper.PROGRAMS);
  }

  AuthFile(Path file, CredentialHelper.Runner runner) {
    this.file = file;
    this.runner = runner;
  }

  @Override
  public Optional<Credentials> find(String registry, String repository)
      throws LayersealException, IOException {
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      return find(read(), registry, repository);
    } catch (FormatException e) {
      throw e.at(file.toString());
    }
  }

  private Optional<Credentials> find(JsonObject config, String registry, String repository)
      throws LayersealException, IOException {
    Optional<String> helper = helper(config, registry);
    if (helper.isPresent()) {
      Optional<Credentials> found = ask(helper.get(), registry);
      if (found.isPresent()) {
        return found;
      }
    }
    Optional<JsonObject> auths = config.optionalObject("auths");
    return auths.isPresent() ? entry(auths.get(), registry, repository) : Optional.empty();
  }

  /** The program that keeps the credentials of a registry. */
  Optional<String> helper(String registry) throws LayersealException, IOException {
    return Files.isRegularFile(file) ? helper(read(), registry) : Optional.empty();
  }

  private static Optional<String> helper(JsonObject config, String registry)
      throws FormatException {
    Optional<JsonObject> helpers = config.optionalObject("credHelpers");
    if (helpers.isPresent()) {
      for (String key : keys(registry, "")) {
        Optional<String> named = helpers.get().optionalString(key);
        if (named.isPresent()) {
          return named;
        }
      }
    }
    return config.optionalString("credsStore").filter(name -> !name.isEmpty());
  }

  private Optional<Credentials> ask(String helper, String registry)
      throws LayersealException, IOException {
    String server = registry.equals("docker.io") ? DOCKER_HUB_KEY : registry;
    return new CredentialHelper(helper, runner).get(server);
  }

  private static Optional<Credentials> entry(JsonObject auths, String registry, String repository)
      throws FormatException {
    for (String key : keys(registry, repository)) {
      for (String spelled : List.of(key, "https://" + key, "http://" + key)) {
        for (String end : List.of("", "/", "/v1/", "/v2/", "/v1", "/v2")) {
          Optional<JsonObject> entry = auths.optionalObject(spelled + end);
          Optional<Credentials> found = entry.isPresent() ? decode(entry.get()) : Optional.empty();
          if (found.isPresent()) {
            return found;
          }
        }
      }
    }
    return Optional.empty();
  }

  /** The names under which credentials may stand, the most special first. */
  private static List<String> keys(String registry, String repository) {
    List<String> keys = new ArrayList<>();
    for (String path = repository; !path.isEmpty(); path = parent(path)) {
      keys.add(registry + "/" + path);
    }
    keys.add(registry);
    if (registry.equals("docker.io")) {
      keys.addAll(List.of("index.docker.io", "registry-1.docker.io"));
    }
    return keys;
  }

  private static String parent(String path) {
    return path.contains("/") ? path.substring(0, path.lastIndexOf('/')) : "";
  }

  private static Optional<Credentials> decode(JsonObject entry) throws FormatException {
    Optional<String> identity = text(entry, "identitytoken");
    if (identity.isPresent()) {
      return Optional.of(new Credentials.IdentityToken(identity.get()));
    }
    Optional<String> token = text(entry, "registrytoken");
    if (token.isPresent()) {
      return Optional.of(new Credentials.RegistryToken(token.get()));
    }
    Optional<String> auth = text(entry, "auth");
    if (auth.isPresent()) {
      return Optional.of(decodePair(entry, auth.get()));
    }
    Optional<String> username = text(entry, "username");
    Optional<String> password = text(entry, "password");
    return username.isPresent() && password.isPresent()
        ? Optional.of(new Credentials.Password(username.get(), password.get()))
        : Optional.empty();
  }

  private static Optional<String> text(JsonObject entry, String name) throws FormatException {
    return entry.optionalString(name).filter(text -> !text.isEmpty());
  }

  /** Name and password; a password may have colons itself. */
  private static Credentials decodePair(JsonObject entry, String auth) throws FormatException {
    try {
      String pair = new String(Base64.getDecoder().decode(auth.trim()), UTF_8).replace("\0", "");
      int colon = pair.indexOf(':');
      if (colon > 0) {
        return of(pair.substring(0, colon), pair.substring(colon + 1));
      }
    } catch (IllegalArgumentException e) {
      // Told below, without the text: it is a secret.
    }
    throw entry.malformed("auth", "expected base64 of name:password");
  }

  /** What a name and a secret mean: by convention the secret may be an identity token. */
  static Credentials of(String username, String secret) {
    return username.equals(TOKEN_USER)
        ? new Credentials.IdentityToken(secret)
        : new Credentials.Password(username, secret);
  }

  JsonObject read() throws IOException, FormatException {
    if (!Files.isRegularFile(file)) {
      return JsonObject.EMPTY;
    }
    if (Files.size(file) > MAX_SIZE) {
      throw new FormatException("%s: more than %d bytes".formatted(file, MAX_SIZE));
    }
    byte[] bytes = Files.readAllBytes(file);
    if (new String(bytes, UTF_8).isBlank()) {
      return JsonObject.EMPTY;
    }
    try {
      return JsonObject.parse(bytes);
    } catch (FormatException e) {
      // Without the cause: its message may show a part of a secret.
      throw new FormatException("expected a JSON object without repeated keys");
    }
  }

  /** Where the file is. */
  public Path path() {
    return file;
  }
}
