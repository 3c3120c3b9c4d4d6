package dev.layerseal.verifier.notary;

import dev.layerseal.verifier.trust.SignerTrust;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is asked about signatures.
 *
 * @param trust who is trusted
 * @param now the time at which certificates must be valid and nothing expired
 * @param metadata what must have been signed along
 * @param pluginConfig handed to the verification plugin that a signature names
 */
public record VerificationRequest(
    SignerTrust trust,
    Instant now,
    Map<String, String> metadata,
    Map<String, String> pluginConfig) {

  public VerificationRequest {
    metadata = java.util.Collections.unmodifiableMap(new TreeMap<>(metadata));
    pluginConfig = java.util.Collections.unmodifiableMap(new TreeMap<>(pluginConfig));
  }

  public static VerificationRequest of(SignerTrust trust, Instant now) {
    return new VerificationRequest(trust, now, Map.of(), Map.of());
  }

  public VerificationRequest withMetadata(Map<String, String> required) {
    return new VerificationRequest(trust, now, required, pluginConfig);
  }

  public VerificationRequest withPluginConfig(Map<String, String> config) {
    return new VerificationRequest(trust, now, metadata, config);
  }
}
