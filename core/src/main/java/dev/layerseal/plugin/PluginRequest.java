package dev.layerseal.plugin;

import dev.layerseal.error.FormatException;
import dev.layerseal.json.JsonLimits;
import dev.layerseal.json.JsonObject;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/**
 * What a program asks of a plugin, as the plugin reads it.
 *
 * @param keySpec of {@code generate-signature}, as are the next two
 * @param payload the message to be signed
 */
public record PluginRequest(
    String keyId,
    Optional<String> keySpec,
    Optional<String> hashAlgorithm,
    Optional<byte[]> payload,
    Map<String, String> config) {

  /** The longest request that is read. */
  public static final int MAX_LENGTH = 64 << 20;

  public PluginRequest {
    config = Map.copyOf(config);
  }

  /** Reads a request of {@code describe-key} or {@code generate-signature}. */
  public static PluginRequest decode(byte[] bytes) throws FormatException {
    JsonObject json = JsonObject.parse(bytes, JsonLimits.DEFAULT.withBytes(MAX_LENGTH));
    String contract = json.string("contractVersion");
    if (!contract.equals(PluginMessage.CONTRACT)) {
      throw json.malformed("contractVersion", "is \"%s\", expected 1.0".formatted(contract));
    }
    return new PluginRequest(
        json.string("keyId"),
        json.optionalString("keySpec"),
        json.optionalString("hashAlgorithm"),
        payload(json),
        json.stringMap("pluginConfig"));
  }

  private static Optional<byte[]> payload(JsonObject json) throws FormatException {
    Optional<String> text = json.optionalString("payload");
    try {
      return text.map(Base64.getDecoder()::decode);
    } catch (IllegalArgumentException e) {
      throw json.malformed("payload", "is not base64");
    }
  }
}
