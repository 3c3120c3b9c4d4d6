package dev.layerseal.signer.pkcs11;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The name of the token's own error, which Java's provider wraps several times. */
final class Pkcs11Error {

  private static final Pattern NAME = Pattern.compile("CKR_[A-Z0-9_]{1,60}");
  private static final int MAX_CAUSES = 10;

  private Pkcs11Error() {}

  static Optional<String> name(Throwable failure) {
    @Nullable Throwable cause = failure;
    for (int i = 0; cause != null && i < MAX_CAUSES; i++) {
      Matcher matcher = NAME.matcher(String.valueOf(cause.getMessage()));
      if (matcher.find()) {
        return Optional.of(matcher.group());
      }
      cause = cause.getCause();
    }
    return Optional.empty();
  }

  /** The name in parentheses, behind a message. */
  static String suffix(Throwable failure) {
    return name(failure).map(" (%s)"::formatted).orElse("");
  }
}
