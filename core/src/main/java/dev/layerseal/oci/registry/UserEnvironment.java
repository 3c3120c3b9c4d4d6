package dev.layerseal.oci.registry;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a user's environment says about registries: credentials by variables and files, in the order
 * in which they count.
 *
 * @param variables environment variables
 * @param home the user's home folder
 */
public record UserEnvironment(Map<String, String> variables, Path home) {

  /** That of this process. */
  public static UserEnvironment ofProcess() {
    return new UserEnvironment(System.getenv(), Path.of(System.getProperty("user.home", "")));
  }

  /**
   * {@code LAYERSEAL_USERNAME} and {@code LAYERSEAL_PASSWORD}, then {@code NOTATION_*}, then
   * notation's config, docker's config, and the auth files of containers.
   */
  public CredentialSource credentials() {
    CredentialSource found =
        variable("LAYERSEAL_USERNAME", "LAYERSEAL_PASSWORD")
            .or(variable("NOTATION_USERNAME", "NOTATION_PASSWORD"));
    for (Path file : files()) {
      found = found.or(new AuthFile(file));
    }
    return found;
  }

  private CredentialSource variable(String name, String secret) {
    Optional<String> username = text(name);
    Optional<String> password = text(secret);
    Optional<Credentials> found = password.map(value -> AuthFile.of(username.orElse(""), value));
    return (registry, repository) -> found;
  }

  /** The files that are looked into, whether they exist or not. */
  List<Path> files() {
    List<Path> files = new ArrayList<>();
    files.add(notation().resolve("config.json"));
    files.add(dockerConfig());
    text("REGISTRY_AUTH_FILE").ifPresent(file -> files.add(Path.of(file)));
    text("XDG_RUNTIME_DIR")
        .ifPresent(folder -> files.add(Path.of(folder, "containers", "auth.json")));
    files.add(config().resolve("containers").resolve("auth.json"));
    return files;
  }

  /** The file that {@code login} writes. */
  public Path dockerConfig() {
    return text("DOCKER_CONFIG")
        .map(Path::of)
        .orElse(home.resolve(".docker"))
        .resolve("config.json");
  }

  private Path notation() {
    return text("NOTATION_CONFIG").map(Path::of).orElse(config().resolve("notation"));
  }

  private Path config() {
    return text("XDG_CONFIG_HOME").map(Path::of).orElse(home.resolve(".config"));
  }

  /** The proxies that {@code HTTP_PROXY}, {@code HTTPS_PROXY} and {@code NO_PROXY} name. */
  public EnvironmentProxies proxies() {
    return new EnvironmentProxies(
        either("http_proxy"),
        either("https_proxy").or(() -> either("all_proxy")),
        either("no_proxy"));
  }

  /** Lower case first, as curl has it. */
  private Optional<String> either(String name) {
    return text(name).or(() -> text(name.toUpperCase(java.util.Locale.ROOT)));
  }

  private Optional<String> text(String name) {
    return Optional.ofNullable(variables.get(name)).filter(value -> !value.isEmpty());
  }
}
