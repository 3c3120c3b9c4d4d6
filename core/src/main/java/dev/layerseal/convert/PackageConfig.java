package dev.layerseal.convert;

import dev.layerseal.error.FormatException;
import dev.layerseal.error.UnsupportedFeatureException;
import dev.layerseal.json.JsonArray;
import dev.layerseal.json.JsonObject;
import dev.layerseal.json.JsonObjectBuilder;
import dev.layerseal.json.JsonValue;
import dev.layerseal.oci.Descriptor;
import dev.layerseal.oci.MediaType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The config of an RDK package, {@code package.json} (RDK package metadata specification 1.1).
 *
 * <pre>{@code
 * {"id":"com.example.app","specVersion":"1.1.0","version":"1.2","packageType":"application",
 *  "entryPoint":"bin/app", ..}
 * }</pre>
 */
public record PackageConfig(byte[] bytes) {

  /** The artifact type of a package's manifest. */
  static final String ARTIFACT_TYPE = "application/vnd.rdk.package+type";

  private static final String SPECIFICATION = "1.1.0";
  private static final String ID = "(?!.*\\.\\.)[a-zA-Z0-9](?:[a-zA-Z0-9._-]*[a-zA-Z0-9])?";
  private static final String VERSION = "(0|[1-9][0-9]{0,8})([.](0|[1-9][0-9]{0,8})){0,3}";
  private static final String HINT = "give the package's config by --package-config FILE";
  private static final Set<String> MEMBERS =
      Set.of(
          "id",
          "specVersion",
          "version",
          "versionName",
          "name",
          "packageType",
          "packageSpecifier",
          "entryPoint",
          "entryArgs",
          "dependencies",
          "permissions",
          "configuration");

  /** The config that {@code bytes} hold, which have to be one by the published schema. */
  public static PackageConfig decode(byte[] bytes) throws FormatException {
    JsonObject json = JsonObject.parse(bytes);
    json.refuseOthers(MEMBERS);
    check(json, "id", ID);
    check(json, "specVersion", "[0-9]+\\.[0-9]+\\.[0-9]+(-[0-9A-Za-z.-]+)?");
    check(json, "version", VERSION);
    check(json, "packageType", ".+");
    check(json, "entryPoint", ".+");
    return new PackageConfig(bytes);
  }

  /**
   * The config that follows from an image.
   *
   * @param config of the image
   * @param name of the package, such as the repository
   * @param tag that the image had, its version unless a label says another
   * @throws UnsupportedFeatureException when the image has no version or no entry point
   */
  public static PackageConfig derive(JsonObject config, String name, Optional<String> tag)
      throws FormatException, UnsupportedFeatureException {
    JsonObject run = config.optionalObject("config").orElse(JsonObject.EMPTY);
    Optional<String> label =
        Optional.ofNullable(run.stringMap("Labels").get("org.opencontainers.image.version"));
    String version = label.or(() -> tag).orElse("").replaceFirst("^v", "");
    if (!version.matches(VERSION)) {
      throw new UnsupportedFeatureException(
          "\"%s\" is no version of a package, expected up to four numbers".formatted(version),
          HINT,
          null);
    }
    List<String> command = new ArrayList<>(run.strings("Entrypoint"));
    command.addAll(run.strings("Cmd"));
    if (command.isEmpty()) {
      throw new UnsupportedFeatureException(
          "the image has neither entrypoint nor command, and a package needs one", HINT, null);
    }
    JsonObjectBuilder json =
        JsonObject.builder()
            .put("id", id(name))
            .put("specVersion", SPECIFICATION)
            .put("version", version)
            .put("packageType", "application")
            .put("entryPoint", command.get(0).replaceFirst("^/+", ""));
    if (command.size() > 1) {
      json.put("entryArgs", JsonArray.ofStrings(command.subList(1, command.size())));
    }
    return decode(json.put("configuration", configuration(config, run)).build().encode());
  }

  Descriptor descriptor() {
    return Descriptor.of(MediaType.RDK_PACKAGE.toString(), bytes)
        .withAnnotations(Map.of("org.opencontainers.image.title", "package.json"));
  }

  /** Platform and environment, which packages keep by other names. */
  private static JsonObject configuration(JsonObject config, JsonObject run)
      throws FormatException {
    JsonObject platform =
        JsonObject.builder()
            .put("architecture", config.optionalString("architecture"))
            .put("variant", config.optionalString("variant"))
            .put("os", config.optionalString("os"))
            .build();
    Map<String, String> environment = new LinkedHashMap<>();
    for (String variable : run.strings("Env")) {
      int equals = variable.indexOf('=');
      if (equals > 0 && variable.substring(0, equals).matches("[A-Za-z_][A-Za-z0-9_]*")) {
        environment.put(variable.substring(0, equals), variable.substring(equals + 1));
      }
    }
    return JsonObject.builder()
        .put("urn:rdk:config:platform", (JsonValue) platform)
        .putTexts("urn:rdk:config:env", environment)
        .build();
  }

  private static String id(String name) {
    String id = name.replaceAll("[^a-zA-Z0-9._-]+", ".").replaceAll("\\.{2,}", ".");
    return id.replaceAll("^[^a-zA-Z0-9]+|[^a-zA-Z0-9]+$", "");
  }

  private static void check(JsonObject json, String name, String pattern) throws FormatException {
    if (!json.string(name).matches(pattern)) {
      throw json.malformed(name, "\"%s\" does not match %s".formatted(json.string(name), pattern));
    }
  }
}
