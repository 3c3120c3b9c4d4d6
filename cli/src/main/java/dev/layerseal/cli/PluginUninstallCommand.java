package dev.layerseal.cli;

import dev.layerseal.error.FormatException;
import dev.layerseal.verifier.trust.NotationFolders;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code layerseal plugin uninstall}. */
@CommandLine.Command(
    name = "uninstall",
    aliases = {"remove", "rm"},
    description = "Removes a plugin.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example:", "  layerseal plugin uninstall example -y"})
final class PluginUninstallCommand extends Command {

  @Parameters(paramLabel = "NAME", description = "name of the plugin")
  String name = "";

  @Option(
      names = {"-y", "--yes"},
      description = "do not ask")
  boolean yes;

  @Override
  protected ExitCode run() throws Exception {
    NotationFolders folders = Notation.folders();
    Path folder = folders.plugins().resolve(name);
    if (!name.matches("[A-Za-z0-9_.-]+")
        || name.startsWith(".")
        || !Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      throw new FormatException("no plugin is called \"%s\"".formatted(name));
    }
    if (!yes && !Notation.agrees(terminal(), "Uninstall plugin " + name + "?")) {
      return ExitCode.DONE;
    }
    Folders.delete(folder);
    terminal().result("Successfully uninstalled plugin " + name);
    return ExitCode.DONE;
  }
}
