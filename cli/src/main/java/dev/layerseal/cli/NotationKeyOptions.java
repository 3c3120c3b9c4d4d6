package dev.layerseal.cli;

import dev.layerseal.error.LayersealException;
import dev.layerseal.plugin.Plugin;
import dev.layerseal.signer.KeyAddress;
import dev.layerseal.signer.KeyEntry;
import dev.layerseal.signer.KeyFile;
import dev.layerseal.signer.KeyList;
import dev.layerseal.signer.Passwords;
import dev.layerseal.signer.PluginKeys;
import dev.layerseal.signer.SigningKey;
import dev.layerseal.verifier.trust.NotationFolders;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Keys of notation's list, and keys that its plugins keep. */
final class NotationKeyOptions {

  private static final Duration TIMEOUT = Duration.ofMinutes(2);

  @Spec(Spec.Target.MIXEE)
  CommandSpec spec = CommandSpec.create();

  @Option(
      names = {"-k", "--key"},
      paramLabel = "NAME",
      description = "key of notation's list (without any key option: the default one)")
  @Nullable String name;

  @Option(
      names = "--plugin",
      paramLabel = "NAME",
      description = "the plugin of notation that keeps the key; with --id")
  @Nullable String plugin;

  @Option(names = "--id", paramLabel = "ID", description = "what the plugin calls the key")
  @Nullable String id;

  @Option(
      names = "--plugin-config",
      paramLabel = "NAME=VALUE",
      description = "handed to the plugin; may be repeated")
  Map<String, String> pluginConfig = new LinkedHashMap<>();

  boolean given() {
    return name != null || plugin != null || id != null;
  }

  SigningKey open(Terminal terminal, Passwords passwords) throws LayersealException, IOException {
    NotationFolders folders = Notation.folders();
    if (plugin != null || id != null) {
      if (plugin == null || id == null || name != null) {
        throw new ParameterException(
            spec.commandLine(), "--plugin and --id go together, and without --key");
      }
      return open(folders, passwords, plugin, id, pluginConfig);
    }
    KeyEntry entry = KeyList.read(folders.signingKeys()).find(Optional.ofNullable(name));
    if (entry.plugin().isPresent()) {
      Map<String, String> config = new LinkedHashMap<>(entry.pluginConfig());
      config.putAll(pluginConfig);
      return open(folders, passwords, entry.plugin().get(), entry.id().orElseThrow(), config);
    }
    Path key = Path.of(entry.keyPath().orElseThrow());
    KeyFile.warning(key).ifPresent(terminal::warning);
    return KeyFile.pem(key, Path.of(entry.certPath().orElseThrow()), passwords);
  }

  private static SigningKey open(
      NotationFolders folders,
      Passwords passwords,
      String plugin,
      String id,
      Map<String, String> config)
      throws LayersealException, IOException {
    if (plugin.equals(KeyAddress.PLUGIN)) {
      return new KeyAddress(id, config).open(passwords); // No need to ask ourselves.
    }
    return PluginKeys.open(new Plugin(plugin, folders.plugin(plugin), TIMEOUT), id, config);
  }
}
