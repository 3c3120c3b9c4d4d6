package dev.layerseal.signer;

import dev.layerseal.error.FormatException;
import dev.layerseal.error.SigningException;
import dev.layerseal.json.JsonArray;
import dev.layerseal.json.JsonObject;
import dev.layerseal.json.JsonObjectBuilder;
import dev.layerseal.json.JsonWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * notation's list of keys, {@code signingkeys.json}.
 *
 * @param defaultName the key that signs when none is named
 */
public record KeyList(Optional<String> defaultName, List<KeyEntry> keys) {

  private static final Pattern INDENT = Pattern.compile("(?m)^( +)");
  private static final int MAX_LENGTH = 1 << 20;

  public KeyList {
    keys = List.copyOf(keys);
  }

  /** The list in {@code file}; an empty one when there is none. */
  public static KeyList read(Path file) throws FormatException, IOException {
    if (!Files.exists(file)) {
      return new KeyList(Optional.empty(), List.of());
    }
    if (Files.size(file) > MAX_LENGTH) {
      throw new FormatException("%s: more than %d bytes".formatted(file, MAX_LENGTH));
    }
    try {
      return decode(Files.readAllBytes(file));
    } catch (FormatException e) {
      throw e.at(file.toString());
    }
  }

  static KeyList decode(byte[] bytes) throws FormatException {
    JsonObject json = JsonObject.parse(bytes);
    List<KeyEntry> keys = new ArrayList<>();
    Set<String> names = new HashSet<>();
    Optional<JsonArray> array = json.optionalArray("keys");
    if (array.isPresent()) {
      for (JsonObject object : array.get().objects()) {
        KeyEntry entry = KeyEntry.decode(object);
        if (!names.add(entry.name())) {
          throw object.malformed("name", "\"%s\" stands twice".formatted(entry.name()));
        }
        keys.add(entry);
      }
    }
    Optional<String> chosen = json.optionalString("default").filter(text -> !text.isEmpty());
    if (chosen.isPresent() && !names.contains(chosen.get())) {
      throw json.malformed("default", "there is no key \"%s\"".formatted(chosen.get()));
    }
    return new KeyList(chosen, keys);
  }

  /** Writes the list in notation's form; only its owner may read it. */
  public void write(Path file) throws IOException {
    JsonObjectBuilder json = JsonObject.builder().put("default", defaultName);
    json.put("keys", JsonArray.of(keys.stream().map(KeyEntry::encode).toList()));
    String text = JsonWriter.pretty(json.build());
    // Notation indents by four.
    String wide = INDENT.matcher(text).replaceAll("$1$1");
    Path folder = Optional.ofNullable(file.toAbsolutePath().getParent()).orElseThrow();
    Files.createDirectories(folder);
    Path temporary = Files.createTempFile(folder, "signingkeys", null);
    try {
      Files.writeString(temporary, wide);
      Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /** The key called {@code name}, or without a name the default one. */
  public KeyEntry find(Optional<String> name) throws SigningException {
    Optional<String> wanted = name.isPresent() ? name : defaultName;
    if (wanted.isEmpty()) {
      throw new SigningException(
          "no key is given, and no key is the default one",
          "choose one with 'layerseal key set --default NAME', or name one with --key",
          null);
    }
    return keys.stream()
        .filter(key -> key.name().equals(wanted.get()))
        .findFirst()
        .orElseThrow(() -> new SigningException("no key is called \"%s\"".formatted(wanted.get())));
  }

  /** The list with one more key. */
  public KeyList with(KeyEntry entry, boolean makeDefault) throws SigningException {
    if (keys.stream().anyMatch(key -> key.name().equals(entry.name()))) {
      throw new SigningException("a key is called \"%s\" already".formatted(entry.name()));
    }
    List<KeyEntry> more = new ArrayList<>(keys);
    more.add(entry);
    return new KeyList(makeDefault ? Optional.of(entry.name()) : defaultName, more);
  }

  /** The list with another default key. */
  public KeyList withDefault(String name) throws SigningException {
    return new KeyList(Optional.of(find(Optional.of(name)).name()), keys);
  }

  /** The list without {@code name}. */
  public KeyList without(String name) throws SigningException {
    KeyEntry gone = find(Optional.of(name));
    return new KeyList(
        defaultName.filter(text -> !text.equals(name)),
        keys.stream().filter(key -> !key.equals(gone)).toList());
  }
}
