package dev.layerseal.seal;

import dev.layerseal.error.FormatException;
import dev.layerseal.json.JsonObject;
import dev.layerseal.json.JsonWriter;
import dev.layerseal.verity.RootHash;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a node's file {@code BLOB.dmverity} says: one JSON object.
 *
 * @param rootHash member {@code roothash}, hexadecimal
 * @param hashOffset member {@code hashoffset}: bytes of data, behind which the tree is
 */
public record CacheEntry(RootHash rootHash, long hashOffset) {

  private static final String ROOT_HASH = "roothash";
  private static final String HASH_OFFSET = "hashoffset";
  private static final int MAX_SIZE = 1 << 12;

  /** The file beside {@code blob}. */
  public static Path sideFile(Path blob) {
    return blob.resolveSibling(blob.getFileName() + ".dmverity");
  }

  /**
   * Reads a file of this kind.
   *
   * @throws FormatException when it holds something else
   */
  static CacheEntry read(Path file) throws FormatException, IOException {
    if (Files.size(file) > MAX_SIZE) {
      throw new FormatException(file + ": too long for a root hash and an offset");
    }
    try {
      JsonObject json = JsonObject.parse(Files.readAllBytes(file));
      return new CacheEntry(RootHash.parse(json.string(ROOT_HASH)), json.integer(HASH_OFFSET));
    } catch (FormatException e) {
      throw e.at(file.toString());
    }
  }

  /** The bytes of the file, as nodes write them. */
  byte[] encode() {
    JsonObject json =
        JsonObject.builder()
            .put(ROOT_HASH, rootHash.toString())
            .put(HASH_OFFSET, hashOffset)
            .build();
    return JsonWriter.compact(json).getBytes(StandardCharsets.UTF_8);
  }
}
