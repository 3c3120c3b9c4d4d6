package dev.layerseal.verifier.trust;

import dev.layerseal.error.FormatException;
import java.util.Locale;

/**
 * The repositories that a statement of {@link LayersealPolicy} is for: one, or with a {@code *} in
 * place of the last component every one below, in place of the first label of the domain every
 * domain below, or alone all of them.
 */
public record ScopePattern(String text) {

  private static final String ANY_PATH = "/*";
  private static final String ANY_DOMAIN = "*.";

  /**
   * The pattern that {@code text} spells.
   *
   * @throws FormatException when it is none; a {@code *} anywhere else is refused
   */
  public static ScopePattern parse(String text) throws FormatException {
    if (!text.equals(RegistryScope.ALL)) {
      String path = text.endsWith(ANY_PATH) ? text.replaceFirst("\\*$", "x") : text;
      String plain = path.startsWith(ANY_DOMAIN) ? "x" + path.substring(1) : path;
      try {
        RegistryScope.check(plain);
      } catch (FormatException e) {
        throw new FormatException(
            ("scope \"%s\": expected *, domain/repository or domain/path/*, the domain perhaps"
                    + " *.domain; no scheme, no tag, no * elsewhere")
                .formatted(text),
            e);
      }
    }
    return new ScopePattern(text);
  }

  /** Whether it is for more than the one repository that it names. */
  public boolean wildcard() {
    return text.contains("*");
  }

  /**
   * @param repository such as {@code registry.example/app}
   */
  public boolean matches(String repository) {
    int slash = repository.indexOf('/');
    int own = text.indexOf('/');
    if (text.equals(RegistryScope.ALL) || RegistryScope.names(text, repository)) {
      return true;
    }
    if (slash < 0 || own < 0 || !wildcard()) {
      return false;
    }
    return domain(lower(text.substring(0, own)), lower(repository.substring(0, slash)))
        && path(text.substring(own), repository.substring(slash));
  }

  private static String lower(String host) {
    return host.toLowerCase(Locale.ROOT);
  }

  private static boolean domain(String pattern, String domain) {
    return pattern.startsWith(ANY_DOMAIN)
        ? domain.endsWith(pattern.substring(1)) && domain.length() >= pattern.length()
        : domain.equals(pattern);
  }

  private static boolean path(String pattern, String path) {
    return pattern.endsWith(ANY_PATH)
        ? path.startsWith(pattern.substring(0, pattern.length() - 1))
        : path.equals(pattern);
  }

  /** Orders patterns that match the same repository: one without {@code *} last, longer later. */
  int rank() {
    return wildcard() ? text.length() : Integer.MAX_VALUE;
  }

  @Override
  public String toString() {
    return text;
  }
}
