package dev.layerseal.notary;

import dev.layerseal.json.JsonString;
import dev.layerseal.json.JsonValue;

/**
 * A signed header beyond those that every envelope has.
 *
 * @param critical whether a verifier that does not know it must refuse the signature
 */
public record ExtendedAttribute(String name, boolean critical, JsonValue value) {

  public static final String VERIFICATION_PLUGIN = "io.cncf.notary.verificationPlugin";
  public static final String VERIFICATION_PLUGIN_MIN_VERSION =
      "io.cncf.notary.verificationPluginMinVersion";

  public static ExtendedAttribute critical(String name, String value) {
    return new ExtendedAttribute(name, true, new JsonString(value));
  }
}
