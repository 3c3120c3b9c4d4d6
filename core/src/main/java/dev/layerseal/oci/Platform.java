package dev.layerseal.oci;

import dev.layerseal.error.FormatException;
import dev.layerseal.json.JsonArray;
import dev.layerseal.json.JsonObject;
import dev.layerseal.json.JsonObjectBuilder;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What an image runs on (OCI image specification, image-index.md). Kept as it is written; {@link
 * #matches} knows the other spellings.
 */
public record Platform(
    String os,
    String architecture,
    Optional<String> variant,
    Optional<String> osVersion,
    List<String> osFeatures) {

  public Platform {
    osFeatures = List.copyOf(osFeatures);
  }

  public static Platform of(String os, String architecture, Optional<String> variant) {
    return new Platform(os, architecture, variant, Optional.empty(), List.of());
  }

  /**
   * The platform that {@code text} spells as {@code os/architecture[/variant]}.
   *
   * @throws FormatException when it has another form
   */
  public static Platform parse(String text) throws FormatException {
    String[] parts = text.split("/", -1);
    boolean named = true;
    for (String part : parts) {
      named &= part.matches("[A-Za-z0-9_.-]+");
    }
    if (parts.length < 2 || parts.length > 3 || !named) {
      throw new FormatException(
          "platform \"%s\": expected os/architecture or os/architecture/variant".formatted(text));
    }
    return of(parts[0], parts[1], parts.length == 3 ? Optional.of(parts[2]) : Optional.empty());
  }

  /**
   * Whether an image for this platform is what was asked for. A request without a variant takes
   * any; {@code arm64} means {@code arm64/v8} and {@code arm} means {@code arm/v7}, both ways.
   */
  public boolean matches(Platform requested) {
    Platform mine = normalized();
    Platform theirs = requested.normalized();
    boolean variantFits =
        requested.variant.isEmpty() || mine.variantOrDefault().equals(theirs.variantOrDefault());
    return mine.os.equals(theirs.os)
        && mine.architecture.equals(theirs.architecture)
        && variantFits
        && (requested.osVersion.isEmpty() || requested.osVersion.equals(osVersion));
  }

  private String variantOrDefault() {
    return variant.orElse(
        switch (architecture) {
          case "arm64" -> "v8";
          case "arm" -> "v7";
          default -> "";
        });
  }

  private Platform normalized() {
    String lower = architecture.toLowerCase(Locale.ROOT);
    Optional<String> lowerVariant = variant.map(text -> text.toLowerCase(Locale.ROOT));
    String system = os.toLowerCase(Locale.ROOT);
    system = system.equals("macos") ? "darwin" : system;
    return switch (lower) {
      case "x86_64", "x86-64" -> of(system, "amd64", lowerVariant);
      case "aarch64" -> of(system, "arm64", lowerVariant);
      case "armhf" -> of(system, "arm", Optional.of("v7"));
      case "armel" -> of(system, "arm", Optional.of("v6"));
      case "i386", "i486", "i586", "i686" -> of(system, "386", Optional.empty());
      default -> of(system, lower, lowerVariant);
    };
  }

  public static Platform decode(JsonObject json) throws FormatException {
    return new Platform(
        json.optionalString("os").orElse(""),
        json.optionalString("architecture").orElse(""),
        json.optionalString("variant").filter(text -> !text.isEmpty()),
        json.optionalString("os.version").filter(text -> !text.isEmpty()),
        json.strings("os.features"));
  }

  public JsonObject encode() {
    JsonObjectBuilder json =
        JsonObject.builder()
            .put("architecture", architecture)
            .put("os", os)
            .put("os.version", osVersion);
    if (!osFeatures.isEmpty()) {
      json.put("os.features", JsonArray.ofStrings(osFeatures));
    }
    return json.put("variant", variant).build();
  }

  /** Whether it says nothing, or that it is no platform: the entries of attestations. */
  public boolean unknown() {
    return os.isEmpty() || os.equals("unknown") || architecture.equals("unknown");
  }

  @Override
  public String toString() {
    return os + "/" + architecture + variant.map(text -> "/" + text).orElse("");
  }
}
