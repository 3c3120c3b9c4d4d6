package dev.layerseal.cli;

import dev.layerseal.error.FormatException;
import dev.layerseal.oci.Digest;
import dev.layerseal.plugin.Plugin;
import dev.layerseal.plugin.PluginMetadata;
import dev.layerseal.verifier.trust.NotationFolders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** {@code layerseal plugin install}. */
@CommandLine.Command(
    name = "install",
    description = "Installs a plugin from its program.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example:", "  layerseal plugin install --file ./notation-example"})
final class PluginInstallCommand extends Command {

  private static final String PREFIX = "notation-";
  private static final long MAX_LENGTH = 256L << 20;

  @Option(
      names = "--file",
      required = true,
      paramLabel = "FILE",
      description = "the program, called notation-NAME")
  Path file = Path.of("");

  @Option(
      names = "--sha256sum",
      paramLabel = "HEX",
      description = "what the program's SHA-256 must be")
  @Nullable String sha256;

  @Option(names = "--force", description = "replace the plugin that is there")
  boolean force;

  @Override
  protected ExitCode run() throws Exception {
    NotationFolders folders = Notation.folders();
    String name = name();
    Path target = folders.plugin(name);
    if (Files.exists(target) && !force) {
      throw new IOException("plugin %s is there already; --force replaces it".formatted(name));
    }
    byte[] program = program();
    Path folder = Files.createDirectories(folders.plugins().resolve(name));
    Path trial = Files.createTempDirectory(folder, "trial").resolve(PREFIX + name);
    PluginMetadata metadata;
    try {
      Files.write(trial, program);
      Files.setPosixFilePermissions(trial, PosixFilePermissions.fromString("rwx------"));
      metadata = new Plugin(name, trial, Duration.ofSeconds(30)).metadata(Map.of());
      Files.move(trial, target, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(trial);
      Files.deleteIfExists(java.util.Objects.requireNonNull(trial.getParent()));
    }
    terminal()
        .result("Successfully installed plugin %s, version %s".formatted(name, metadata.version()));
    return ExitCode.DONE;
  }

  private String name() throws FormatException {
    String called = String.valueOf(file.getFileName());
    if (!called.matches(PREFIX + "[A-Za-z0-9_.-]+")) {
      throw new FormatException("%s: expected a program called notation-NAME".formatted(file));
    }
    return called.substring(PREFIX.length());
  }

  private byte[] program() throws IOException, FormatException {
    if (Files.size(file) > MAX_LENGTH) {
      throw new FormatException("%s: more than %d bytes".formatted(file, MAX_LENGTH));
    }
    byte[] program = Files.readAllBytes(file);
    String actual = Digest.sha256(program).hex();
    if (sha256 != null && !actual.equalsIgnoreCase(sha256)) {
      throw new FormatException(
          "%s: SHA-256 differs%n  expected  %s%n  computed  %s".formatted(file, sha256, actual));
    }
    return program;
  }
}
