package dev.layerseal.verifier.trust;

import static dev.layerseal.verifier.trust.Action.ENFORCE;
import static dev.layerseal.verifier.trust.Action.LOG;
import static dev.layerseal.verifier.trust.Action.SKIP;

import dev.layerseal.error.FormatException;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What follows from each check.
 *
 * @param name {@code strict}, {@code permissive}, {@code audit}, {@code skip}, or {@code custom}
 *     when a policy overrides one of them
 */
public record VerificationLevel(String name, Map<CheckType, Action> actions) {

  public static final VerificationLevel STRICT = level("strict", ENFORCE, ENFORCE, ENFORCE);
  public static final VerificationLevel PERMISSIVE = level("permissive", ENFORCE, ENFORCE, LOG);
  public static final VerificationLevel AUDIT = level("audit", ENFORCE, LOG, LOG);
  public static final VerificationLevel SKIPPED = level("skip", SKIP, SKIP, SKIP);

  private static final List<VerificationLevel> ALL = List.of(STRICT, PERMISSIVE, AUDIT, SKIPPED);

  public VerificationLevel {
    actions = Collections.unmodifiableMap(new EnumMap<>(actions));
  }

  /** The level with this name, unless it is {@code custom}. */
  public static Optional<VerificationLevel> named(String name) {
    return ALL.stream().filter(level -> level.name.equals(name)).findFirst();
  }

  public Action action(CheckType type) {
    return actions.getOrDefault(type, ENFORCE);
  }

  /** Whether nothing is checked at all. */
  public boolean skipsEverything() {
    return actions.values().stream().allMatch(action -> action == SKIP);
  }

  /**
   * This level with some actions changed.
   *
   * @throws FormatException when an override is not allowed: of integrity, to skip anything but
   *     revocation, or of the level skip
   */
  public VerificationLevel override(Map<String, String> overrides) throws FormatException {
    if (overrides.isEmpty()) {
      return this;
    }
    if (skipsEverything()) {
      throw new FormatException("override: the level skip cannot be changed");
    }
    Map<CheckType, Action> changed = new EnumMap<>(actions);
    for (Map.Entry<String, String> entry : overrides.entrySet()) {
      change(changed, entry.getKey(), entry.getValue());
    }
    return new VerificationLevel("custom", changed);
  }

  /** The stricter action of the two for each check. */
  VerificationLevel atLeast(VerificationLevel other) {
    Map<CheckType, Action> stricter = new EnumMap<>(CheckType.class);
    for (CheckType type : CheckType.values()) {
      Action mine = action(type);
      Action theirs = other.action(type);
      stricter.put(type, mine.compareTo(theirs) <= 0 ? mine : theirs);
    }
    if (stricter.equals(actions)) {
      return this;
    }
    return stricter.equals(other.actions) ? other : new VerificationLevel("custom", stricter);
  }

  private static void change(Map<CheckType, Action> changed, String name, String value)
      throws FormatException {
    Optional<CheckType> type = CheckType.named(name);
    Optional<Action> action = Action.named(value);
    if (type.isEmpty() || type.get() == CheckType.INTEGRITY) {
      throw new FormatException(
          "override: %s cannot be overridden, only authenticity, authenticTimestamp, expiry, revocation"
              .formatted(name));
    }
    if (action.isEmpty()) {
      throw new FormatException(
          "override: %s is %s, expected enforce, log or skip".formatted(name, value));
    }
    if (action.get() == SKIP && type.get() != CheckType.REVOCATION) {
      throw new FormatException("override: %s cannot be skipped, only revocation".formatted(name));
    }
    changed.put(type.get(), action.get());
  }

  private static VerificationLevel level(
      String name, Action integrity, Action authenticity, Action others) {
    Map<CheckType, Action> actions = new EnumMap<>(CheckType.class);
    actions.put(CheckType.INTEGRITY, integrity);
    actions.put(CheckType.AUTHENTICITY, authenticity);
    actions.put(CheckType.AUTHENTIC_TIMESTAMP, others);
    actions.put(CheckType.EXPIRY, others);
    actions.put(CheckType.REVOCATION, others);
    return new VerificationLevel(name, actions);
  }
}
