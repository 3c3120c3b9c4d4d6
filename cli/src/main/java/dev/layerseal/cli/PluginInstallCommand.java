package dev.layerseal.cli;

import dev.layerseal.error.FormatException;
import dev.layerseal.error.LayersealException;
import dev.layerseal.plugin.Plugin;
import dev.layerseal.plugin.PluginMetadata;
import dev.layerseal.plugin.PluginVersion;
import dev.layerseal.signer.KeyAddress;
import dev.layerseal.verifier.trust.NotationFolders;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code layerseal plugin install}. */
@CommandLine.Command(
    name = "install",
    aliases = "add",
    description = "Installs a plugin: a zip, a tar.gz, or the program notation-NAME itself.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example:",
      "  layerseal plugin install --file ./notation-example",
      "  layerseal plugin install --self"
    })
final class PluginInstallCommand extends Command {

  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  @Spec CommandSpec spec = CommandSpec.create();

  @Option(names = "--file", description = "SOURCE is a file")
  boolean file;

  @Option(names = "--url", description = "SOURCE is an https address; with --sha256sum")
  boolean url;

  @Option(
      names = "--self",
      description = "layerseal itself, for notation: keys on tokens and in keystores")
  boolean self;

  @Option(
      names = {"--sha256sum", "--sha256"},
      paramLabel = "HEX",
      description = "what the SHA-256 of SOURCE must be")
  @Nullable String sha256;

  @Option(names = "--force", description = "replace the plugin that is there, whatever its version")
  boolean force;

  @Parameters(arity = "0..1", paramLabel = "SOURCE", description = "the file or address")
  @Nullable String source;

  @Override
  protected ExitCode run() throws Exception {
    checkOptions();
    NotationFolders folders = Notation.folders();
    Files.createDirectories(folders.plugins());
    Path trial = Files.createTempDirectory(folders.plugins(), ".install");
    try {
      Path unpacked = Files.createDirectory(trial.resolve("plugin"));
      install(folders, self ? ownProgram(unpacked) : unpack(trial, unpacked), unpacked);
    } finally {
      Folders.delete(trial);
    }
    return ExitCode.DONE;
  }

  private void checkOptions() {
    int ways = (file ? 1 : 0) + (url ? 1 : 0) + (self ? 1 : 0);
    if (ways != 1 || self == (source != null)) {
      throw new ParameterException(
          spec.commandLine(), "give --file SOURCE, --url SOURCE or --self");
    }
    if (url && sha256 == null) {
      throw new ParameterException(spec.commandLine(), "--url needs --sha256sum");
    }
  }

  private PluginPackage unpack(Path trial, Path folder) throws LayersealException, IOException {
    String from = String.valueOf(source);
    Path path = url ? trial.resolve("download") : Path.of(from);
    String called = String.valueOf(path.getFileName());
    if (url) {
      URI address = address(from);
      called = PluginDownload.name(address);
      PluginDownload.fetch(address, path);
    }
    checkDigest(path, from);
    return PluginPackage.unpack(path, called, folder);
  }

  private URI address(String text) {
    try {
      return URI.create(text);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--url: '" + text + "' is no address");
    }
  }

  private void checkDigest(Path path, String called) throws LayersealException, IOException {
    if (sha256 == null) {
      return;
    }
    String actual = HexFormat.of().formatHex(sha256(path));
    if (!actual.equalsIgnoreCase(sha256)) {
      throw new FormatException(
          "%s: SHA-256 differs%n  expected  %s%n  computed  %s".formatted(called, sha256, actual));
    }
  }

  private static byte[] sha256(Path path) throws IOException {
    try (InputStream in = Files.newInputStream(path)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] buffer = new byte[1 << 16];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
      }
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static PluginPackage ownProgram(Path folder) throws IOException {
    Path program = folder.resolve(NotationPlugin.NAME);
    Files.writeString(program, NotationPlugin.script());
    return new PluginPackage(KeyAddress.PLUGIN, java.util.List.of(program));
  }

  /** Asks the new program who it is, then puts it in place of the old one. */
  private void install(NotationFolders folders, PluginPackage plugin, Path unpacked)
      throws LayersealException, IOException {
    Files.setPosixFilePermissions(plugin.program(), PosixFilePermissions.fromString("rwx------"));
    PluginMetadata metadata =
        new Plugin(plugin.name(), plugin.program(), TIMEOUT).metadata(Map.of());
    Optional<String> old = installed(folders, plugin.name());
    if (old.isPresent() && !force) {
      checkNewer(plugin.name(), old.get(), metadata.version());
    }
    Path target = folders.plugins().resolve(plugin.name());
    Folders.delete(target);
    Files.move(unpacked, target, StandardCopyOption.ATOMIC_MOVE);
    terminal()
        .result(
            old.filter(version -> !version.isEmpty()).isPresent()
                ? "Successfully updated plugin %s from version %s to %s"
                    .formatted(plugin.name(), old.get(), metadata.version())
                : "Successfully installed plugin %s, version %s"
                    .formatted(plugin.name(), metadata.version()));
  }

  /** The version that is there already; empty when it does not say. */
  private static Optional<String> installed(NotationFolders folders, String name)
      throws IOException {
    if (!Files.exists(folders.plugin(name))) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new Plugin(name, folders.plugin(name), TIMEOUT).metadata(Map.of()).version());
    } catch (LayersealException e) {
      return Optional.of("");
    }
  }

  private static void checkNewer(String name, String old, String offered) throws IOException {
    if (old.isEmpty() || PluginVersion.compare(offered, old) <= 0) {
      throw new IOException(
          "plugin %s is there already, version %s, and %s is not newer; --force replaces it"
              .formatted(name, old.isEmpty() ? "unknown" : old, offered));
    }
  }
}
