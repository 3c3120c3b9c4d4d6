package dev.layerseal.verifier.trust;

import java.util.List;
import java.util.Optional;

/**
 * One statement of a trust policy.
 *
 * @param scopes repositories that it is for, or {@code *}; none in a policy for blobs
 * @param timestampRule matters only where a TSA store is named
 */
public record PolicyStatement(
    String name,
    List<String> scopes,
    VerificationLevel level,
    TimestampRule timestampRule,
    List<StoreName> stores,
    TrustedIdentities identities) {

  public PolicyStatement {
    scopes = List.copyOf(scopes);
    stores = List.copyOf(stores);
  }

  /** This statement with every action at least as strict as in {@code other}. */
  PolicyStatement atLeast(Optional<VerificationLevel> other) {
    return other.isEmpty()
        ? this
        : new PolicyStatement(
            name, scopes, level.atLeast(other.get()), timestampRule, stores, identities);
  }

  /** The stores of one type, each once. */
  public List<StoreName> stores(StoreType type) {
    return stores.stream().filter(store -> store.type() == type).distinct().toList();
  }
}
