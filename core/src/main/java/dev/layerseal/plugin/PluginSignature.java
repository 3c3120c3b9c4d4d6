package dev.layerseal.plugin;

import dev.layerseal.error.FormatException;
import dev.layerseal.json.JsonObject;
import dev.layerseal.x509.CertificateChain;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * A signature that a plugin made.
 *
 * @param algorithm as plugins spell it, such as {@code RSASSA-PSS-SHA-256}
 */
public record PluginSignature(
    String keyId, byte[] signature, String algorithm, CertificateChain chain) {

  /** Reads the answer to {@code generate-signature}. */
  public static PluginSignature decode(byte[] bytes) throws FormatException {
    JsonObject json = JsonObject.parse(bytes);
    List<byte[]> certificates = new ArrayList<>();
    for (String text : json.array("certificateChain").strings()) {
      certificates.add(base64(json, "certificateChain", text));
    }
    return new PluginSignature(
        json.string("keyId"),
        base64(json, "signature", json.string("signature")),
        json.string("signingAlgorithm"),
        CertificateChain.decode(certificates));
  }

  static byte[] base64(JsonObject json, String name, String text) throws FormatException {
    try {
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw json.malformed(name, "is not base64");
    }
  }
}
