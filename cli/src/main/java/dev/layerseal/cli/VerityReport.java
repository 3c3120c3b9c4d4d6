package dev.layerseal.cli;

import dev.layerseal.json.JsonObject;
import dev.layerseal.json.JsonObjectBuilder;
import dev.layerseal.json.JsonWriter;
import dev.layerseal.verity.RootHash;
import dev.layerseal.verity.TreeLayout;
import dev.layerseal.verity.VerityParameters;
import java.util.Optional;
import java.util.UUID;

/** What the commands of {@code verity} tell of a hash tree. */
record VerityReport(
    VerityParameters parameters, long dataBlocks, Optional<UUID> uuid, RootHash rootHash) {

  /** In the words of veritysetup. */
  void print(Terminal terminal) {
    uuid.ifPresent(value -> line(terminal, "UUID:            ", value));
    line(terminal, "Hash type:       ", parameters.hashType());
    line(terminal, "Data blocks:     ", dataBlocks);
    line(terminal, "Data block size: ", parameters.dataBlockSize());
    line(terminal, "Hash blocks:     ", hashBlocks());
    line(terminal, "Hash block size: ", parameters.hashBlockSize());
    line(terminal, "Hash algorithm:  ", parameters.hash());
    line(terminal, "Salt:            ", parameters.salt());
    line(terminal, "Root hash:      ", rootHash);
  }

  private static void line(Terminal terminal, String name, Object value) {
    terminal.result(name + "\t" + value);
  }

  /** As in docs/formats/verity.schema.json. */
  String json() {
    JsonObjectBuilder json = JsonObject.builder();
    uuid.ifPresent(value -> json.put("uuid", value.toString()));
    json.put("hashType", parameters.hashType())
        .put("dataBlocks", dataBlocks)
        .put("dataBlockSize", parameters.dataBlockSize().bytes())
        .put("hashBlocks", hashBlocks())
        .put("hashBlockSize", parameters.hashBlockSize().bytes())
        .put("hash", parameters.hash().toString())
        .put("salt", parameters.salt().toString())
        .put("rootHash", rootHash.toString());
    return JsonWriter.pretty(json.build());
  }

  private long hashBlocks() {
    return TreeLayout.of(parameters, dataBlocks).totalBlocks();
  }
}
