package dev.layerseal.plugin;

import dev.layerseal.json.JsonArray;
import dev.layerseal.json.JsonObject;
import dev.layerseal.x509.CertificateChain;
import java.util.Base64;

/** What a plugin answers, and how it refuses. */
public final class PluginAnswer {

  private PluginAnswer() {}

  /** Why a plugin refuses, in the words of the protocol. */
  public enum ErrorCode {
    VALIDATION_ERROR,
    UNSUPPORTED_CONTRACT_VERSION,
    ACCESS_DENIED,
    ERROR
  }

  public static byte[] metadata(PluginMetadata metadata) {
    return PluginMessage.escaped(
        JsonObject.builder()
            .put("name", metadata.name())
            .put("description", metadata.description())
            .put("version", metadata.version())
            .put("url", metadata.url())
            .put("supportedContractVersions", JsonArray.ofStrings(metadata.contractVersions()))
            .put("capabilities", JsonArray.ofStrings(metadata.capabilities()))
            .build());
  }

  public static byte[] describeKey(String keyId, String keySpec) {
    return PluginMessage.escaped(
        JsonObject.builder().put("keyId", keyId).put("keySpec", keySpec).build());
  }

  /**
   * The answer to {@code generate-signature}.
   *
   * @param algorithm as the protocol spells it, such as {@code ECDSA-SHA-256}
   */
  public static byte[] signature(
      String keyId, byte[] signature, String algorithm, CertificateChain chain) {
    Base64.Encoder base64 = Base64.getEncoder();
    return PluginMessage.escaped(
        JsonObject.builder()
            .put("keyId", keyId)
            .put("signature", base64.encodeToString(signature))
            .put("signingAlgorithm", algorithm)
            .put(
                "certificateChain",
                JsonArray.ofStrings(chain.encode().stream().map(base64::encodeToString).toList()))
            .build());
  }

  public static byte[] error(ErrorCode code, String message) {
    return PluginMessage.escaped(
        JsonObject.builder().put("errorCode", code.name()).put("errorMessage", message).build());
  }
}
