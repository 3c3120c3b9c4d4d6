package dev.layerseal.verifier.revocation;

import dev.layerseal.bytes.Hex;
import dev.layerseal.error.FormatException;
import dev.layerseal.json.JsonLimits;
import dev.layerseal.json.JsonObject;
import dev.layerseal.json.JsonObjectBuilder;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Optional;

/**
 * The folder in which notation keeps revocation lists: a file for each address, named by its
 * SHA-256.
 *
 * <pre>{"baseCRL":"base64","deltaCRL":"base64"}</pre>
 */
final class ListCache {

  private static final int MAX_FILE = 128 << 20;
  private static final String BASE = "baseCRL";
  private static final String DELTA = "deltaCRL";

  private final Optional<Path> folder;

  /** Keeps nothing without a folder. */
  ListCache(Optional<Path> folder) {
    this.folder = folder;
  }

  /** What is kept for {@code address}; a file that cannot be read counts as none. */
  Optional<RevocationLists> read(URI address) {
    if (folder.isEmpty()) {
      return Optional.empty();
    }
    Path file = file(folder.get(), address);
    try {
      if (!Files.isRegularFile(file) || Files.size(file) > MAX_FILE) {
        return Optional.empty();
      }
      JsonObject json =
          JsonObject.parse(Files.readAllBytes(file), JsonLimits.DEFAULT.withBytes(MAX_FILE));
      Optional<String> delta = json.optionalString(DELTA);
      return Optional.of(
          new RevocationLists(
              decode(json.string(BASE)),
              delta.isPresent() ? Optional.of(decode(delta.get())) : Optional.empty()));
    } catch (IOException | FormatException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Keeps {@code lists}; a cache that cannot be written is no reason to fail. */
  void write(URI address, RevocationLists lists) {
    if (folder.isPresent()) {
      write(folder.get(), address, lists);
    }
  }

  private static void write(Path folder, URI address, RevocationLists lists) {
    JsonObjectBuilder json = JsonObject.builder().put(BASE, encode(lists.whole()));
    lists.changes().ifPresent(changes -> json.put(DELTA, encode(changes)));
    try {
      Files.createDirectories(folder);
      Path temporary = Files.createTempFile(folder, "crl", null);
      try {
        Files.write(temporary, json.build().encode());
        Files.move(temporary, file(folder, address), StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(temporary);
      }
    } catch (IOException e) {
      return;
    }
  }

  private static Path file(Path folder, URI address) {
    try {
      byte[] name = address.toString().getBytes(StandardCharsets.UTF_8);
      return folder.resolve(Hex.encode(MessageDigest.getInstance("SHA-256").digest(name)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static RevocationList decode(String base64) throws FormatException {
    return RevocationList.decode(Base64.getDecoder().decode(base64));
  }

  private static String encode(RevocationList list) {
    return Base64.getEncoder().encodeToString(list.encode());
  }
}
