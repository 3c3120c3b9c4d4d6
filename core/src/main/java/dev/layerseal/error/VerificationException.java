package dev.layerseal.error;

import org.jspecify.annotations.Nullable;

/** Everything was read, and the answer is no. {@link #reason} is one of a fixed list. */
public final class VerificationException extends LayersealException {

  /** Why the answer is no; the lower-case name with dashes is what programs see. */
  public enum Reason {
    UNSIGNED,
    UNTRUSTED,
    EXPIRED,
    REVOKED,
    POLICY,
    BAD_SIGNATURE,
    DIGEST_DIFFERS,
    ROOT_HASH_DIFFERS;

    @Override
    public String toString() {
      return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
  }

  private final Reason reason;

  public VerificationException(Reason reason, String message) {
    this(reason, message, null, null);
  }

  public VerificationException(
      Reason reason, String message, @Nullable String hint, @Nullable Throwable cause) {
    super(message, hint, cause);
    this.reason = reason;
  }

  /** Why, from a fixed list that programs can rely on. */
  public Reason reason() {
    return reason;
  }

  @Override
  public VerificationException at(String place) {
    return new VerificationException(
        reason, place + ": " + getMessage(), hint().orElse(null), this);
  }
}
