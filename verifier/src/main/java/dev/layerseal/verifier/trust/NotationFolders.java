package dev.layerseal.verifier.trust;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Where notation keeps its files, for this user and this platform.
 *
 * @param config policies, trust stores and the list of keys
 * @param libexec plugins below {@code plugins}
 * @param cache revocation lists below {@code crl}
 */
public record NotationFolders(Path config, Path libexec, Path cache) {

  private static final String NOTATION = "notation";

  /**
   * The folders that the environment names, else those that the platform has.
   *
   * @param environment such as {@link System#getenv()}
   * @param home the user's home folder
   * @param platform name of the system, as {@code os.name} has it
   */
  public static NotationFolders of(Map<String, String> environment, Path home, String platform) {
    String system = platform.toLowerCase(Locale.ROOT);
    Path config =
        named(environment, "NOTATION_CONFIG")
            .orElse(
                folder(environment, home, system, "XDG_CONFIG_HOME", ".config", "AppData")
                    .resolve(NOTATION));
    Path cache =
        named(environment, "NOTATION_CACHE")
            .orElse(
                folder(environment, home, system, "XDG_CACHE_HOME", ".cache", "LocalAppData")
                    .resolve(NOTATION));
    return new NotationFolders(
        config, named(environment, "NOTATION_LIBEXEC").orElse(config), cache);
  }

  /** Certificates of one store. */
  public Path store(StoreName store) {
    return config
        .resolve("truststore")
        .resolve("x509")
        .resolve(store.type().toString())
        .resolve(store.name());
  }

  /** The policy that notation 1 reads. */
  public Path policy() {
    return config.resolve("trustpolicy.json");
  }

  /** The policy that newer notation reads, and that goes before {@link #policy}. */
  public Path ociPolicy() {
    return config.resolve("trustpolicy.oci.json");
  }

  /** What layerseal asks for on top of notation's policy. */
  public Path ownPolicy() {
    return config.resolve(LayersealPolicy.FILE);
  }

  public Path blobPolicy() {
    return config.resolve("trustpolicy.blob.json");
  }

  public Path signingKeys() {
    return config.resolve("signingkeys.json");
  }

  /** The program of a plugin. */
  public Path plugin(String name) {
    return plugins().resolve(name).resolve("notation-" + name);
  }

  public Path plugins() {
    return libexec.resolve("plugins");
  }

  /** Revocation lists that were fetched. */
  public Path crlCache() {
    return cache.resolve("crl");
  }

  private static Path folder(
      Map<String, String> environment,
      Path home,
      String system,
      String xdg,
      String unix,
      String windows) {
    if (system.startsWith("windows")) {
      return named(environment, windows).orElse(home.resolve(windows));
    }
    if (system.startsWith("mac")) {
      return home.resolve("Library")
          .resolve(unix.equals(".cache") ? "Caches" : "Application Support");
    }
    return named(environment, xdg).orElse(home.resolve(unix));
  }

  private static Optional<Path> named(Map<String, String> environment, String name) {
    return Optional.ofNullable(environment.get(name)).filter(s -> !s.isEmpty()).map(Path::of);
  }
}
