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
import java.util.stream.Stream;
import picocli.CommandLine;

/** {@code layerseal plugin list}. */
@CommandLine.Command(
    name = "list",
    aliases = "ls",
    description = "Lists the plugins, as they describe themselves.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example:", "  layerseal plugin list"})
final class PluginListCommand extends Command {

  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  @Override
  protected ExitCode run() throws Exception {
    NotationFolders folders = Notation.folders();
    List<List<String>> rows = new ArrayList<>();
    for (String name : names(folders.plugins())) {
      rows.add(row(new Plugin(name, folders.plugin(name), TIMEOUT)));
    }
    if (json()) {
      terminal().result(JsonWriter.pretty(JsonArray.of(rows.stream().map(this::json).toList())));
    } else {
      TextTable.print(
          terminal(), List.of("NAME", "DESCRIPTION", "VERSION", "CAPABILITIES", "ERROR"), rows);
    }
    return ExitCode.DONE;
  }

  private static List<String> row(Plugin plugin) throws IOException {
    try {
      PluginMetadata metadata = plugin.metadata(Map.of());
      return List.of(
          metadata.name(),
          metadata.description(),
          metadata.version(),
          metadata.capabilities().toString(),
          "");
    } catch (LayersealException e) {
      return List.of(plugin.name(), "", "", "[]", String.valueOf(e.getMessage()));
    }
  }

  private JsonObject json(List<String> row) {
    return JsonObject.builder()
        .put("name", row.get(0))
        .put("description", row.get(1))
        .put("version", row.get(2))
        .put("capabilities", row.get(3))
        .put("error", row.get(4))
        .build();
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
