package dev.layerseal.signer;

import dev.layerseal.error.FormatException;
import dev.layerseal.json.JsonObject;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One key of notation's list: a pair of files, or a key of a plugin.
 *
 * @param keyPath of the private key in PEM; with {@code certPath}, or not at all
 * @param id what the plugin calls the key; with {@code plugin}, or not at all
 */
public record KeyEntry(
    String name,
    Optional<String> keyPath,
    Optional<String> certPath,
    Optional<String> id,
    Optional<String> plugin,
    Map<String, String> pluginConfig) {

  public KeyEntry {
    pluginConfig = java.util.Collections.unmodifiableMap(new TreeMap<>(pluginConfig));
  }

  public static KeyEntry files(String name, String keyPath, String certPath) {
    return new KeyEntry(
        name,
        Optional.of(keyPath),
        Optional.of(certPath),
        Optional.empty(),
        Optional.empty(),
        Map.of());
  }

  public static KeyEntry plugin(String name, String plugin, String id, Map<String, String> config) {
    return new KeyEntry(
        name, Optional.empty(), Optional.empty(), Optional.of(id), Optional.of(plugin), config);
  }

  static KeyEntry decode(JsonObject json) throws FormatException {
    KeyEntry entry =
        new KeyEntry(
            json.string("name"),
            text(json, "keyPath"),
            text(json, "certPath"),
            text(json, "id"),
            text(json, "pluginName"),
            json.stringMap("pluginConfig"));
    boolean files = entry.keyPath.isPresent() && entry.certPath.isPresent();
    boolean external = entry.id.isPresent() && entry.plugin.isPresent();
    if (entry.name.isEmpty() || files == external) {
      throw json.malformed("needs a name, and either keyPath and certPath or id and pluginName");
    }
    return entry;
  }

  JsonObject encode() {
    return JsonObject.builder()
        .put("name", name)
        .put("keyPath", keyPath)
        .put("certPath", certPath)
        .put("id", id)
        .put("pluginName", plugin)
        .putTexts("pluginConfig", pluginConfig)
        .build();
  }

  private static Optional<String> text(JsonObject json, String name) throws FormatException {
    return json.optionalString(name).filter(text -> !text.isEmpty());
  }
}
