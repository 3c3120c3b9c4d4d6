package dev.layerseal.signer;

import dev.layerseal.error.SigningException;
import dev.layerseal.plugin.Plugin;
import dev.layerseal.plugin.PluginMetadata;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/** Keys of plugins, by what their plugin can do: a signature rather than an envelope. */
public final class PluginKeys {

  private PluginKeys() {}

  /**
   * The key called {@code id}, after the plugin has said what it is.
   *
   * @throws SigningException when the plugin does not sign, or does not know the key
   */
  public static SigningKey open(Plugin plugin, String id, Map<String, String> config)
      throws SigningException, IOException {
    Map<String, String> sorted = new TreeMap<>(config);
    PluginMetadata metadata = plugin.metadata(sorted);
    if (metadata.can(PluginMetadata.SIGNATURE)) {
      return PluginKey.described(plugin, id, sorted);
    }
    if (metadata.can(PluginMetadata.ENVELOPE)) {
      return new PluginEnvelopeKey(plugin, metadata, id, sorted);
    }
    throw new SigningException(
        "plugin %s: it offers %s, expected %s or %s"
            .formatted(
                plugin.name(),
                metadata.capabilities(),
                PluginMetadata.SIGNATURE,
                PluginMetadata.ENVELOPE));
  }
}
