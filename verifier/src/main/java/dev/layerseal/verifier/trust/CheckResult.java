package dev.layerseal.verifier.trust;

import dev.layerseal.error.VerificationException.Reason;
import dev.layerseal.json.JsonObject;
import java.util.Optional;

/**
 * How one check of a signature went.
 *
 * @param fault why it failed; nothing when it passed or was not made
 * @param reason the fault's kind, for programs and exit codes
 * @param unknown whether the answer could not be found out, rather than being no
 */
public record CheckResult(
    CheckType type,
    Action action,
    Optional<String> fault,
    Optional<Reason> reason,
    boolean unknown) {

  /** The fault quotes certificates and headers of strangers: they may not move the cursor. */
  public CheckResult {
    fault = fault.map(text -> text.replaceAll("[\\p{Cc}\\p{Cf}]", "?"));
  }

  public static CheckResult passed(CheckType type, Action action) {
    return new CheckResult(type, action, Optional.empty(), Optional.empty(), false);
  }

  public static CheckResult failed(CheckType type, Action action, Reason reason, String fault) {
    return new CheckResult(type, action, Optional.of(fault), Optional.of(reason), false);
  }

  public static CheckResult inconclusive(CheckType type, Action action, String fault) {
    return new CheckResult(type, action, Optional.of(fault), Optional.of(Reason.UNTRUSTED), true);
  }

  public static CheckResult skipped(CheckType type) {
    return passed(type, Action.SKIP);
  }

  /** Whether the signature does not count because of this check. */
  public boolean refuses() {
    return fault.isPresent() && action == Action.ENFORCE;
  }

  /** Whether the check failed and the policy says that this is only told. */
  public boolean logged() {
    return fault.isPresent() && action == Action.LOG;
  }

  /** {@code passed}, {@code failed} or {@code skipped}. */
  public String outcome() {
    if (action == Action.SKIP) {
      return "skipped";
    }
    return fault.isPresent() ? "failed" : "passed";
  }

  public JsonObject encode() {
    return JsonObject.builder()
        .put("check", type.toString())
        .put("action", action.toString())
        .put("outcome", outcome())
        .put("fault", fault)
        .put("reason", reason.map(Reason::toString))
        .build();
  }

  @Override
  public String toString() {
    return "%s: %s (%s)%s"
        .formatted(type, outcome(), action, fault.map(text -> ": " + text).orElse(""));
  }
}
