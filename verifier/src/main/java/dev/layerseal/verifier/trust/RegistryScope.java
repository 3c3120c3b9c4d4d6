package dev.layerseal.verifier.trust;

import dev.layerseal.error.FormatException;
import java.util.regex.Pattern;

/** The repositories that a statement is for. */
final class RegistryScope {

  static final String ALL = "*";

  private static final String LABEL = "(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])";
  private static final Pattern DOMAIN =
      Pattern.compile("%1$s(?:\\.%1$s)*(?::[0-9]+)?".formatted(LABEL));
  private static final String COMPONENT = "[a-z0-9]+(?:(?:[._]|__|-*)[a-z0-9]+)*+";
  private static final Pattern REPOSITORY = Pattern.compile("%1$s(?:/%1$s)*".formatted(COMPONENT));
  private static final int MAX_LENGTH = 512;

  private RegistryScope() {}

  /** Whether {@code scope} names {@code repository}: the case of a host's name means nothing. */
  static boolean names(String scope, String repository) {
    int slash = scope.indexOf('/');
    return scope.equals(repository)
        || slash > 0
            && scope.length() == repository.length()
            && scope.regionMatches(true, 0, repository, 0, slash)
            && scope.substring(slash).equals(repository.substring(slash));
  }

  static void check(String scope) throws FormatException {
    if (scope.equals(ALL)) {
      return;
    }
    int slash = scope.indexOf('/');
    if (slash < 0
        || scope.length() > MAX_LENGTH
        || !DOMAIN.matcher(scope.substring(0, slash)).matches()
        || !REPOSITORY.matcher(scope.substring(slash + 1)).matches()) {
      throw new FormatException(
          "registry scope \"%s\": expected * or domain/repository, without scheme, tag or wildcard"
              .formatted(scope));
    }
  }
}
