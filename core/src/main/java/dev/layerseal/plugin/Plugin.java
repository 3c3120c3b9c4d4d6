package dev.layerseal.plugin;

import dev.layerseal.error.FormatException;
import dev.layerseal.error.SigningException;
import dev.layerseal.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** An installed plugin, spoken to by the protocol. */
public final class Plugin {

  private static final int MAX_MESSAGE = 500;

  private final String name;
  private final PluginProcess process;

  /**
   * @param name of the plugin and of its folder
   * @param program the executable file {@code notation-NAME}
   * @param timeout for each command
   */
  public Plugin(String name, Path program, Duration timeout) {
    this.name = name;
    this.process = new PluginProcess(program, timeout);
  }

  public String name() {
    return name;
  }

  /**
   * What the plugin says about itself.
   *
   * @throws SigningException when it gives another name than its folder, or another contract
   */
  public PluginMetadata metadata(Map<String, String> config) throws SigningException, IOException {
    PluginMetadata metadata =
        answer("get-plugin-metadata", PluginMessage.metadata(config), PluginMetadata::decode);
    if (!metadata.name().equals(name)) {
      throw failed("it calls itself \"%s\"".formatted(metadata.name()));
    }
    if (!metadata.contractVersions().contains(PluginMessage.CONTRACT)) {
      throw failed(
          "it supports the contract versions %s, expected %s"
              .formatted(metadata.contractVersions(), PluginMessage.CONTRACT));
    }
    return metadata;
  }

  /** The kind of a key, as plugins spell it: {@code RSA-2048}. */
  public String describeKey(String keyId, Map<String, String> config)
      throws SigningException, IOException {
    return answer(
        "describe-key",
        PluginMessage.describeKey(keyId, config),
        bytes -> {
          JsonObject json = JsonObject.parse(bytes);
          checkKeyId(json.string("keyId"), keyId);
          return json.string("keySpec");
        });
  }

  /** A signature over {@code payload}, which the plugin hashes. */
  public PluginSignature generateSignature(
      String keyId, String keySpec, String hash, byte[] payload, Map<String, String> config)
      throws SigningException, IOException {
    return answer(
        "generate-signature",
        PluginMessage.generateSignature(keyId, keySpec, hash, payload, config),
        bytes -> {
          PluginSignature signature = PluginSignature.decode(bytes);
          checkKeyId(signature.keyId(), keyId);
          return signature;
        });
  }

  /** A whole envelope around {@code payload}. */
  public PluginEnvelope generateEnvelope(
      String keyId,
      String payloadType,
      String envelopeType,
      byte[] payload,
      long expirySeconds,
      Map<String, String> config)
      throws SigningException, IOException {
    return answer(
        "generate-envelope",
        PluginMessage.generateEnvelope(
            keyId, payloadType, envelopeType, payload, expirySeconds, config),
        bytes -> PluginEnvelope.decode(bytes, envelopeType));
  }

  /** The answer to {@code verify-signature}. */
  public JsonObject verifySignature(JsonObject request) throws SigningException, IOException {
    return answer("verify-signature", PluginMessage.escaped(request), JsonObject::parse);
  }

  private <T> T answer(String command, byte[] request, Reader<T> reader)
      throws SigningException, IOException {
    PluginProcess.Result result = process.run(command, request);
    if (result.status() != 0) {
      throw failed(command + ": " + error(result.errors()));
    }
    try {
      return reader.read(result.output());
    } catch (FormatException e) {
      throw new SigningException(
          "plugin %s: %s: the answer cannot be read: %s".formatted(name, command, e.getMessage()),
          e);
    }
  }

  /** The code and message of a refusal; a plugin that writes something else is quoted in part. */
  static String error(byte[] errors) {
    try {
      JsonObject json = JsonObject.parse(errors);
      return "%s: %s"
          .formatted(
              json.optionalString("errorCode").orElse("ERROR"),
              printable(json.optionalString("errorMessage").orElse("no message")));
    } catch (FormatException e) {
      return "it failed: " + printable(new String(errors, StandardCharsets.UTF_8).strip());
    }
  }

  private static String printable(String text) {
    String shorter = text.length() > MAX_MESSAGE ? text.substring(0, MAX_MESSAGE) + ".." : text;
    return shorter.replaceAll("\\p{Cntrl}", " ");
  }

  private static void checkKeyId(String answered, String asked) throws FormatException {
    if (!answered.equals(asked)) {
      throw new FormatException("keyId is \"%s\", expected \"%s\"".formatted(answered, asked));
    }
  }

  private SigningException failed(String why) {
    return new SigningException("plugin %s: %s".formatted(name, why));
  }

  /** Reads one kind of answer. */
  @FunctionalInterface
  private interface Reader<T> {
    T read(byte[] bytes) throws FormatException;
  }
}
