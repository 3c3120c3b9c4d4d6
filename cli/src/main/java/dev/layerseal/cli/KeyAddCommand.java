package dev.layerseal.cli;

import dev.layerseal.error.FormatException;
import dev.layerseal.plugin.Plugin;
import dev.layerseal.signer.KeyAddress;
import dev.layerseal.signer.KeyEntry;
import dev.layerseal.signer.KeyFile;
import dev.layerseal.signer.KeyList;
import dev.layerseal.signer.pkcs11.Pkcs11Uri;
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

  @Option(
      names = "--pkcs11",
      paramLabel = "URI",
      description = "key on a token; notation uses it by the plugin of 'plugin install --self'")
  @Nullable String pkcs11;

  @Option(
      names = "--keystore",
      paramLabel = "FILE",
      description = "key in a PKCS#12 or JKS file, used by notation in the same way")
  @Nullable Path keystore;

  @Option(names = "--alias", paramLabel = "NAME", description = "the key's name in the keystore")
  @Nullable String alias;

  @Option(
      names = "--password-file",
      paramLabel = "FILE",
      description = "first line: the password of the keystore, or the PIN of the token")
  @Nullable Path passwordFile;

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
    boolean ours = pkcs11 != null || keystore != null;
    if (keyFile != null && cert != null && !ours && plugin == null && id == null) {
      KeyFile.warning(keyFile).ifPresent(terminal()::warning);
      return KeyEntry.files(
          name, keyFile.toAbsolutePath().toString(), cert.toAbsolutePath().toString());
    }
    if (plugin != null && id != null && !ours && keyFile == null && cert == null) {
      if (plugin.equals(KeyAddress.PLUGIN)) {
        checkAddress(id);
      } else {
        new Plugin(plugin, folders.plugin(plugin), Duration.ofSeconds(30)).metadata(pluginConfig);
      }
      return KeyEntry.plugin(name, plugin, id, pluginConfig);
    }
    if (ours && (pkcs11 == null || keystore == null) && keyFile == null && plugin == null) {
      return KeyEntry.plugin(name, KeyAddress.PLUGIN, address(), settings());
    }
    throw new ParameterException(
        spec.commandLine(),
        "give --key-file and --cert, --pkcs11, --keystore, or --plugin and --id");
  }

  private String address() throws FormatException {
    return keystore == null
        ? Pkcs11Uri.parse(String.valueOf(pkcs11)).toString()
        : keystore.toAbsolutePath().toString();
  }

  private static void checkAddress(String id) throws FormatException {
    if (id.startsWith(Pkcs11Uri.SCHEME)) {
      Pkcs11Uri.parse(id);
    }
  }

  private Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>(pluginConfig);
    if (alias != null) {
      settings.put(KeyAddress.ALIAS, alias);
    }
    if (cert != null) {
      settings.put(KeyAddress.CERTIFICATE_FILE, cert.toAbsolutePath().toString());
    }
    if (passwordFile != null) {
      settings.put(KeyAddress.PASSWORD_FILE, passwordFile.toAbsolutePath().toString());
    }
    return settings;
  }
}
