package dev.layerseal.cli;

import dev.layerseal.error.LayersealException;
import dev.layerseal.json.JsonArray;
import dev.layerseal.json.JsonObject;
import dev.layerseal.json.JsonWriter;
import dev.layerseal.plugin.Plugin;
import dev.layerseal.plugin.PluginMetadata;
import dev.layerseal.verifier.trust.NotationFolders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine;

/** {@code layerseal plugin list}. */
@CommandLine.Command(
    name = "list",
    aliases = "ls",
    description = "Lists the plugins, as they describe themselves.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example:", "  layerseal plugin list"})
final class PluginListCommand extends ReportCommand {

  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  /** What a plugin says about itself, or why it says nothing. */
  private record Entry(String name, Optional<PluginMetadata> metadata, Optional<String> error) {

    static Entry of(Plugin plugin) throws IOException {
      try {
        return new Entry(plugin.name(), Optional.of(plugin.metadata(Map.of())), Optional.empty());
      } catch (LayersealException e) {
        return new Entry(
            plugin.name(), Optional.empty(), Optional.of(String.valueOf(e.getMessage())));
      }
    }

    List<String> row() {
      return List.of(
          name,
          metadata.map(PluginMetadata::description).map(Text::printable).orElse(""),
          metadata.map(PluginMetadata::version).orElse(""),
          Text.printable(metadata.map(PluginMetadata::capabilities).orElse(List.of()).toString()),
          error.orElse(""));
    }

    JsonObject encode() {
      return JsonObject.builder()
          .put("name", name)
          .put("description", metadata.map(PluginMetadata::description))
          .put("version", metadata.map(PluginMetadata::version))
          .put(
              "capabilities",
              JsonArray.ofStrings(metadata.map(PluginMetadata::capabilities).orElse(List.of())))
          .put("error", error)
          .build();
    }
  }

  @Override
  protected ExitCode report() throws Exception {
    NotationFolders folders = Notation.folders();
    List<Entry> entries = new ArrayList<>();
    for (String name : names(folders.plugins())) {
      entries.add(Entry.of(new Plugin(name, folders.plugin(name), TIMEOUT)));
    }
    if (json()) {
      terminal()
          .result(JsonWriter.pretty(JsonArray.of(entries.stream().map(Entry::encode).toList())));
    } else {
      TextTable.print(
          terminal(),
          List.of("NAME", "DESCRIPTION", "VERSION", "CAPABILITIES", "ERROR"),
          entries.stream().map(Entry::row).toList());
    }
    return ExitCode.DONE;
  }

  private static List<String> names(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .filter(Files::isDirectory)
          .map(entry -> String.valueOf(entry.getFileName()))
          .filter(name -> !name.startsWith("."))
          .sorted()
          .toList();
    }
  }
}
