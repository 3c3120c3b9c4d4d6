package dev.layerseal.plugin;

import dev.layerseal.error.FormatException;
import dev.layerseal.json.JsonLimits;
import dev.layerseal.json.JsonObject;
import java.util.Map;

/**
 * An envelope that a plugin made.
 *
 * @param annotations for the signature's manifest
 */
public record PluginEnvelope(byte[] envelope, Map<String, String> annotations) {

  private static final JsonLimits LIMITS = JsonLimits.DEFAULT.withBytes(PluginProcess.MAX_OUTPUT);

  public PluginEnvelope {
    annotations = Map.copyOf(annotations);
  }

  /** Reads the answer to {@code generate-envelope}, which must be of the type asked for. */
  static PluginEnvelope decode(byte[] bytes, String type) throws FormatException {
    JsonObject json = JsonObject.parse(bytes, LIMITS);
    if (!json.string("signatureEnvelopeType").equals(type)) {
      throw json.malformed("signatureEnvelopeType", "expected " + type);
    }
    return new PluginEnvelope(
        PluginSignature.base64(json, "signatureEnvelope", json.string("signatureEnvelope")),
        json.stringMap("annotations"));
  }
}
