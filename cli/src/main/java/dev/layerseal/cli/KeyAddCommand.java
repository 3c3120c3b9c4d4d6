package dev.layerseal.cli;

import dev.layerseal.plugin.Plugin;
import dev.layerseal.signer.KeyEntry;
import dev.layerseal.signer.KeyList;
import dev.layerseal.verifier.trust.NotationFolders;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** {@code layerseal key add}. */
@CommandLine.Command(
    name = "add",
    description = "Adds a pair of files, or a key of a plugin, to the list of keys.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example:",
      "  layerseal key add release --key-file release.key --cert release.pem"
    })
final class KeyAddCommand extends Command {

  @CommandLine.Spec CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

  @Parameters(paramLabel = "NAME", description = "what the key is to be called")
  String name = "";

  @Option(names = "--key-file", paramLabel = "FILE", description = "private key in PEM")
  @Nullable Path keyFile;

  @Option(
      names = "--cert",
      paramLabel = "FILE",
      description = "its certificates in PEM, leaf first")
  @Nullable Path cert;

  @Option(names = "--plugin", paramLabel = "PLUGIN", description = "the plugin that keeps the key")
  @Nullable String plugin;

  @Option(names = "--id", paramLabel = "ID", description = "what the plugin calls the key")
  @Nullable String id;

  @Option(
      names = "--plugin-config",
      paramLabel = "NAME=VALUE",
      description = "handed to the plugin with each command")
  Map<String, String> pluginConfig = new LinkedHashMap<>();

  @Option(names = "--default", description = "make it the key that signs when none is named")
  boolean makeDefault;

  @Override
  protected ExitCode run() throws Exception {
    NotationFolders folders = Notation.folders();
    KeyList list = KeyList.read(folders.signingKeys()).with(entry(folders), makeDefault);
    list.write(folders.signingKeys());
    terminal().result(makeDefault ? name + ": marked as default" : name);
    return ExitCode.DONE;
  }

  private KeyEntry entry(NotationFolders folders) throws Exception {
    if (keyFile != null && cert != null && plugin == null && id == null) {
      return KeyEntry.files(
          name, keyFile.toAbsolutePath().toString(), cert.toAbsolutePath().toString());
    }
    if (plugin != null && id != null && keyFile == null && cert == null) {
      new Plugin(plugin, folders.plugin(plugin), Duration.ofSeconds(30)).metadata(pluginConfig);
      return KeyEntry.plugin(name, plugin, id, pluginConfig);
    }
    throw new ParameterException(
        spec.commandLine(), "give --key-file and --cert, or --plugin and --id");
  }
}
