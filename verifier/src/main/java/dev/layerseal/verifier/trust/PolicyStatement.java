package dev.layerseal.verifier.trust;

import java.util.List;

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

  /** The stores of one type, each once. */
  public List<StoreName> stores(StoreType type) {
    return stores.stream().filter(store -> store.type() == type).distinct().toList();
  }
}
