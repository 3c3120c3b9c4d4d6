package dev.layerseal.oci.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.layerseal.error.LayersealException;
import dev.layerseal.json.JsonObject;
import dev.layerseal.json.JsonObjectBuilder;
import dev.layerseal.json.JsonValue;
import dev.layerseal.json.JsonWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.Optional;

/**
 * Keeps and forgets credentials in docker's config file, where docker, oras and others find them
 * too. Where the file names a helper program the secret goes there; in the file itself it would be
 * readable, which the user has to ask for.
 */
public final class Login {

  /** Where a secret went. */
  public enum Kept {
    HELPER,
    FILE
  }

  private static final String DOCKER_HUB_KEY = "https://index.docker.io/v1/";

  private final AuthFile file;
  private final CredentialHelper.Runner runner;

  public Login(Path file) {
    this(file, CredentialHelper.PROGRAMS);
  }

  Login(Path file, CredentialHelper.Runner runner) {
    this.file = new AuthFile(file, runner);
    this.runner = runner;
  }

  /** The helper program that would keep the secret of a registry. */
  public Optional<String> helper(String registry) throws LayersealException, IOException {
    return file.helper(registry);
  }

  public Kept store(String registry, String username, String password)
      throws LayersealException, IOException {
    Credentials.Password secret = new Credentials.Password(username, password);
    Optional<String> helper = file.helper(registry);
    if (helper.isPresent()) {
      new CredentialHelper(helper.get(), runner).store(key(registry), secret);
      return Kept.HELPER;
    }
    String pair = Base64.getEncoder().encodeToString((username + ":" + password).getBytes(UTF_8));
    write(registry, Optional.of(JsonObject.builder().put("auth", pair).build()));
    return Kept.FILE;
  }

  /** Forgets the credentials; those of other registries stay. */
  public void erase(String registry) throws LayersealException, IOException {
    Optional<String> helper = file.helper(registry);
    if (helper.isPresent()) {
      new CredentialHelper(helper.get(), runner).erase(key(registry));
    }
    if (Files.isRegularFile(file.path())) {
      write(registry, Optional.empty());
    }
  }

  private static String key(String registry) {
    return registry.equals("docker.io") ? DOCKER_HUB_KEY : registry;
  }

  private void write(String registry, Optional<JsonObject> entry)
      throws LayersealException, IOException {
    JsonObject config = file.read();
    JsonObjectBuilder auths = JsonObject.builder();
    Optional<JsonObject> known = config.optionalObject("auths");
    if (known.isPresent()) {
      for (var other : known.get().members().entrySet()) {
        if (!other.getKey().equals(key(registry))) {
          auths.put(other.getKey(), other.getValue());
        }
      }
    }
    entry.ifPresent(value -> auths.put(key(registry), value));
    JsonObjectBuilder changed = JsonObject.builder();
    config.members().forEach(changed::put);
    replace(changed.put("auths", auths.build()).build());
  }

  /** Puts the file in place in one step; it holds secrets, so only its owner may read it. */
  private void replace(JsonValue config) throws IOException {
    Path target = Files.exists(file.path()) ? file.path().toRealPath() : file.path();
    Path folder = target.toAbsolutePath().getParent();
    Files.createDirectories(folder);
    Path unfinished = Files.createTempFile(folder, "config", ".json");
    try {
      if (Files.getFileStore(folder).supportsFileAttributeView("posix")) {
        Files.setPosixFilePermissions(unfinished, PosixFilePermissions.fromString("rw-------"));
      }
      Files.writeString(
          unfinished, JsonWriter.pretty(config) + "\n", UTF_8, StandardOpenOption.WRITE);
      Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }
}
