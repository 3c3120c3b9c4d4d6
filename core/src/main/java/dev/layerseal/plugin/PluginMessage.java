package dev.layerseal.plugin;

import dev.layerseal.json.JsonObject;
import dev.layerseal.json.JsonObjectBuilder;
import dev.layerseal.json.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;

/** Requests, byte for byte as notation writes them. */
final class PluginMessage {

  static final String CONTRACT = "1.0";

  private PluginMessage() {}

  static byte[] metadata(Map<String, String> config) {
    return encode(JsonObject.builder(), config);
  }

  static byte[] describeKey(String keyId, Map<String, String> config) {
    return encode(
        JsonObject.builder().put("contractVersion", CONTRACT).put("keyId", keyId), config);
  }

  static byte[] generateSignature(
      String keyId, String keySpec, String hash, byte[] payload, Map<String, String> config) {
    return encode(
        JsonObject.builder()
            .put("contractVersion", CONTRACT)
            .put("keyId", keyId)
            .put("keySpec", keySpec)
            .put("hashAlgorithm", hash)
            .put("payload", Base64.getEncoder().encodeToString(payload)),
        config);
  }

  static byte[] generateEnvelope(
      String keyId,
      String payloadType,
      String envelopeType,
      byte[] payload,
      long expirySeconds,
      Map<String, String> config) {
    JsonObjectBuilder request =
        JsonObject.builder()
            .put("contractVersion", CONTRACT)
            .put("keyId", keyId)
            .put("payloadType", payloadType)
            .put("signatureEnvelopeType", envelopeType)
            .put("payload", Base64.getEncoder().encodeToString(payload));
    if (expirySeconds > 0) {
      request.put("expiryDurationInSeconds", expirySeconds);
    }
    return encode(request, config);
  }

  private static byte[] encode(JsonObjectBuilder request, Map<String, String> config) {
    request.putTexts("pluginConfig", new TreeMap<>(config));
    return escaped(request.build());
  }

  static byte[] escaped(JsonObject json) {
    return JsonWriter.escapedAsGo(JsonWriter.compact(json)).getBytes(StandardCharsets.UTF_8);
  }
}
