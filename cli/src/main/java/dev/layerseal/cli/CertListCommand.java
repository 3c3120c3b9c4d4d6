package dev.layerseal.cli;

import dev.layerseal.error.FormatException;
import dev.layerseal.json.JsonArray;
import dev.layerseal.json.JsonObject;
import dev.layerseal.json.JsonWriter;
import dev.layerseal.verifier.trust.StoreType;
import dev.layerseal.verifier.trust.TrustStoreFolder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** {@code layerseal cert list}. */
@CommandLine.Command(
    name = "list",
    aliases = "ls",
    description = "Lists the certificate files of the trust stores.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example:", "  layerseal cert list --type ca"})
final class CertListCommand extends ReportCommand {

  @Option(
      names = {"-t", "--type"},
      paramLabel = "TYPE",
      description = "ca, signingAuthority or tsa")
  @Nullable String type;

  @Option(
      names = {"-s", "--store"},
      paramLabel = "NAME",
      description = "name of the trust store")
  @Nullable String store;

  @Override
  protected ExitCode report() throws Exception {
    List<TrustStoreFolder.Entry> entries =
        new TrustStoreFolder(Notation.folders()).list(type(), Optional.ofNullable(store));
    if (json()) {
      terminal().result(JsonWriter.pretty(JsonArray.of(entries.stream().map(this::json).toList())));
      return ExitCode.DONE;
    }
    List<List<String>> rows = new ArrayList<>();
    for (TrustStoreFolder.Entry entry : entries) {
      rows.add(
          List.of(
              entry.store().type().toString(),
              entry.store().name(),
              String.valueOf(entry.file().getFileName())));
    }
    TextTable.print(terminal(), List.of("STORE TYPE", "STORE NAME", "CERTIFICATE"), rows);
    return ExitCode.DONE;
  }

  private Optional<StoreType> type() throws FormatException {
    if (type == null) {
      return Optional.empty();
    }
    return Optional.of(
        StoreType.named(type)
            .orElseThrow(
                () ->
                    new FormatException(
                        "trust store type \"%s\": expected ca, signingAuthority or tsa"
                            .formatted(type))));
  }

  private JsonObject json(TrustStoreFolder.Entry entry) {
    return JsonObject.builder()
        .put("storeType", entry.store().type().toString())
        .put("storeName", entry.store().name())
        .put("certificate", String.valueOf(entry.file().getFileName()))
        .build();
  }
}
