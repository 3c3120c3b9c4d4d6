package dev.layerseal.cli;

import dev.layerseal.json.JsonArray;
import dev.layerseal.json.JsonObject;
import dev.layerseal.json.JsonWriter;
import dev.layerseal.signer.KeyEntry;
import dev.layerseal.signer.KeyList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;

/** {@code layerseal key list}. */
@CommandLine.Command(
    name = "list",
    aliases = "ls",
    description = "Lists the keys; * marks the one that signs when none is named.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example:", "  layerseal key list"})
final class KeyListCommand extends ReportCommand {

  @Override
  protected ExitCode report() throws Exception {
    KeyList list = KeyList.read(Notation.folders().signingKeys());
    if (json()) {
      terminal()
          .result(
              JsonWriter.pretty(
                  JsonArray.of(list.keys().stream().map(key -> json(list, key)).toList())));
      return ExitCode.DONE;
    }
    TextTable.print(
        terminal(),
        List.of("NAME", "KEY PATH", "CERTIFICATE PATH", "ID", "PLUGIN NAME"),
        list.keys().stream().map(key -> row(list, key)).toList());
    return ExitCode.DONE;
  }

  private static boolean isDefault(KeyList list, KeyEntry key) {
    return list.defaultName().equals(Optional.of(key.name()));
  }

  private static List<String> row(KeyList list, KeyEntry key) {
    return List.of(
        (isDefault(list, key) ? "* " : "  ") + key.name(),
        key.keyPath().orElse(""),
        key.certPath().orElse(""),
        key.id().orElse(""),
        key.plugin().orElse(""));
  }

  private static JsonObject json(KeyList list, KeyEntry key) {
    return JsonObject.builder()
        .put("name", key.name())
        .put("default", isDefault(list, key))
        .put("keyPath", key.keyPath())
        .put("certPath", key.certPath())
        .put("id", key.id())
        .put("pluginName", key.plugin())
        .build();
  }
}
