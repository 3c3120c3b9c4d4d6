package dev.layerseal.seal;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.layerseal.bytes.Hex;
import dev.layerseal.error.LayersealException;
import dev.layerseal.json.JsonArray;
import dev.layerseal.json.JsonObject;
import dev.layerseal.json.JsonWriter;
import dev.layerseal.oci.Digest;
import dev.layerseal.recipe.Recipe;
import dev.layerseal.recipe.RecipeJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Root hashes that were computed before, one file for each layer and list of recipes, bounded in
 * number. A signer must not sign what somebody else put there: each entry carries an HMAC-SHA256
 * over its question and its answer, by a secret that is kept in another place. An entry that does
 * not check out counts as missing.
 *
 * <p>An entry is two lines: what {@link ConvertedLayerJson} makes, and the HMAC in hexadecimal. Its
 * name is the SHA-256 of the question.
 *
 * <p>Safe for use by several threads and processes. What cannot be read or written is left out: the
 * cache is never the reason for a failure.
 */
public final class RootHashCache {

  /** Entries kept when nothing else is asked for, of about a kilobyte each. */
  public static final int DEFAULT_ENTRIES = 4096;

  private static final int MAX_ENTRY_SIZE = 1 << 16;

  private final Path folder;
  private final byte[] secret;
  private final String producer;
  private final int maxEntries;
  private final Clock clock;

  /**
   * @param folder is made when the first entry is kept
   * @param secret key of the HMAC, 32 bytes or more
   * @param producer release that computes root hashes; entries of another one are not used
   * @param maxEntries number of entries; the one that was not used for longest goes first
   */
  public RootHashCache(Path folder, byte[] secret, String producer, int maxEntries, Clock clock) {
    if (secret.length < 32) {
      throw new IllegalArgumentException("a secret of %d bytes".formatted(secret.length));
    }
    this.folder = folder;
    this.secret = secret.clone();
    this.producer = producer;
    this.maxEntries = maxEntries;
    this.clock = clock;
  }

  /** What the layer was converted to before. */
  public Optional<ConvertedLayer> find(LayerSource layer, List<Recipe> recipes) {
    Optional<String> question = question(layer, recipes);
    if (question.isEmpty()) {
      return Optional.empty();
    }
    Path file = file(question.get());
    try {
      String[] lines = read(file).split("\n", -1);
      byte[] tag = lines.length < 2 ? new byte[0] : lines[1].getBytes(UTF_8);
      if (!MessageDigest.isEqual(tag, tag(question.get(), lines[0]).getBytes(UTF_8))) {
        return Optional.empty();
      }
      JsonObject answer = JsonObject.parse(lines[0].getBytes(UTF_8));
      ConvertedLayer found = ConvertedLayerJson.decode(answer, recipes);
      Files.setLastModifiedTime(file, FileTime.from(clock.instant()));
      return Optional.of(found);
    } catch (LayersealException | IOException e) {
      return Optional.empty();
    }
  }

  /** Keeps what {@link LayerConverter} gave for the layer. */
  public void keep(LayerSource layer, List<Recipe> recipes, ConvertedLayer result) {
    Optional<String> question = question(layer, recipes);
    if (question.isEmpty()) {
      return;
    }
    String answer = JsonWriter.canonical(ConvertedLayerJson.encode(result));
    String entry = answer + "\n" + tag(question.get(), answer) + "\n";
    if (entry.length() > MAX_ENTRY_SIZE) {
      return;
    }
    try {
      Files.createDirectories(folder);
      Path unfinished = Files.createTempFile(folder, ".entry", "");
      try {
        Files.writeString(unfinished, entry);
        Files.move(unfinished, file(question.get()), StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(unfinished);
      }
      evict();
    } catch (IOException | UncheckedIOException e) {
      // A full disk or a folder without permission costs time only.
      return;
    }
  }

  private void evict() throws IOException {
    List<Path> entries = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      files.filter(file -> !file.getFileName().toString().startsWith(".")).forEach(entries::add);
    }
    if (entries.size() <= maxEntries) {
      return;
    }
    // Many at a time, so that a full cache is not listed and sorted for each new entry.
    int keep = maxEntries - maxEntries / 8;
    entries.sort(Comparator.comparing(RootHashCache::lastUse).reversed());
    for (Path old : entries.subList(keep, entries.size())) {
      Files.deleteIfExists(old);
    }
  }

  private static FileTime lastUse(Path file) {
    try {
      return Files.getLastModifiedTime(file);
    } catch (NoSuchFileException e) {
      return FileTime.fromMillis(0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All that the root hashes depend on; nothing for a blob whose digest is not known yet. */
  private Optional<String> question(LayerSource layer, List<Recipe> recipes) {
    return layer
        .digest()
        .map(
            digest ->
                JsonWriter.canonical(
                    JsonObject.builder()
                        .put("producer", producer)
                        .put("digest", digest.toString())
                        .put("diffId", layer.diffId().map(Digest::toString))
                        .put("compression", layer.compression().map(Enum::name))
                        .put("erofs", layer.erofs())
                        .put("tree", layer.tree().map(AppendedTree::toString))
                        .put(
                            "recipes",
                            JsonArray.ofStrings(recipes.stream().map(RecipeJson::write).toList()))
                        .build()));
  }

  private Path file(String question) {
    return folder.resolve(Digest.sha256(question.getBytes(UTF_8)).hex());
  }

  private static String read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return new String(in.readNBytes(MAX_ENTRY_SIZE), UTF_8);
    }
  }

  private String tag(String question, String answer) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret, "HmacSHA256"));
      mac.update(question.getBytes(UTF_8));
      mac.update((byte) '\n');
      return Hex.encode(mac.doFinal(answer.getBytes(UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public String toString() {
    return "root hashes in " + folder;
  }
}
