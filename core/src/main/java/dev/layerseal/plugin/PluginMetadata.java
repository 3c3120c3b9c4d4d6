package dev.layerseal.plugin;

import dev.layerseal.error.FormatException;
import dev.layerseal.json.JsonObject;
import java.util.List;
import java.util.regex.Pattern;

/** What a plugin says about itself. */
public record PluginMetadata(
    String name,
    String description,
    String version,
    String url,
    List<String> contractVersions,
    List<String> capabilities) {

  public static final String SIGNATURE = "SIGNATURE_GENERATOR.RAW";
  public static final String ENVELOPE = "SIGNATURE_GENERATOR.ENVELOPE";
  public static final String ENVELOPE_FOR_BLOB = "SIGNATURE_GENERATOR.ENVELOPE_FOR_BLOB";
  public static final String TRUSTED_IDENTITY = "SIGNATURE_VERIFIER.TRUSTED_IDENTITY";
  public static final String REVOCATION_CHECK = "SIGNATURE_VERIFIER.REVOCATION_CHECK";

  private static final Pattern VERSION =
      Pattern.compile(
          "(0|[1-9]\\d*)\\.(0|[1-9]\\d*)\\.(0|[1-9]\\d*)(?:[-+][0-9A-Za-z.+-]{1,100})?");

  public PluginMetadata {
    contractVersions = List.copyOf(contractVersions);
    capabilities = List.copyOf(capabilities);
  }

  /** Reads the answer to {@code get-plugin-metadata}, every member of which is required. */
  public static PluginMetadata decode(byte[] bytes) throws FormatException {
    JsonObject json = JsonObject.parse(bytes);
    PluginMetadata metadata =
        new PluginMetadata(
            required(json, "name"),
            required(json, "description"),
            required(json, "version"),
            required(json, "url"),
            json.array("supportedContractVersions").strings(),
            json.array("capabilities").strings());
    if (!VERSION.matcher(metadata.version).matches()) {
      throw json.malformed(
          "version", "is \"%s\", which is no semantic version".formatted(metadata.version));
    }
    if (metadata.capabilities.isEmpty() || metadata.contractVersions.isEmpty()) {
      throw json.malformed("supportedContractVersions and capabilities may not be empty");
    }
    return metadata;
  }

  public boolean can(String capability) {
    return capabilities.contains(capability);
  }

  private static String required(JsonObject json, String name) throws FormatException {
    String text = json.string(name);
    if (text.isEmpty()) {
      throw json.malformed(name, "is empty");
    }
    return text;
  }
}
