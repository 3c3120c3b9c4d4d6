package dev.layerseal.cli;

import dev.layerseal.seal.RootHashCache;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.CodeSource;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where this user's root hashes are cached, and the secret that makes their entries: the one below
 * the folder for caches, the other below that for configuration, so that a cache that came from
 * elsewhere (a build server restores such folders) is worth nothing.
 *
 * @param entries folder of the entries
 * @param secret file of the secret
 */
record UserCache(Path entries, Path secret) {

  private static final int SECRET_SIZE = 32;

  private static final Set<PosixFilePermission> OWNER_ONLY =
      EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  /** The folders that the environment names, else those below the home folder. */
  static UserCache of(Map<String, String> environment, Path home) {
    Path cache = folder(environment.get("XDG_CACHE_HOME"), home.resolve(".cache"));
    Path config = folder(environment.get("XDG_CONFIG_HOME"), home.resolve(".config"));
    return new UserCache(
        cache.resolve("layerseal").resolve("roothash"),
        config.resolve("layerseal").resolve("cache-secret"));
  }

  private static Path folder(@Nullable String named, Path standard) {
    return named == null || named.isEmpty() ? standard : Path.of(named);
  }

  /** The cache of this process's user; none where the program does not run from a jar. */
  static Optional<RootHashCache> open(Terminal terminal) {
    Optional<String> producer = producer();
    if (producer.isEmpty()) {
      return Optional.empty();
    }
    return of(System.getenv(), Path.of(System.getProperty("user.home")))
        .open(producer.get(), terminal);
  }

  Optional<RootHashCache> open(String producer, Terminal terminal) {
    try {
      byte[] key = Files.exists(secret) ? readSecret() : newSecret();
      return Optional.of(
          new RootHashCache(
              entries, key, producer, RootHashCache.DEFAULT_ENTRIES, Clock.systemUTC()));
    } catch (IOException e) {
      terminal.warning(
          "root hashes are not cached: %s; --no-cache avoids this message"
              .formatted(e.getMessage()));
      return Optional.empty();
    }
  }

  private byte[] readSecret() throws IOException {
    Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(secret);
    if (!OWNER_ONLY.containsAll(permissions)) {
      throw new IOException(
          "%s: mode %s, others can use it; remove it or make it rw-------"
              .formatted(secret, PosixFilePermissions.toString(permissions)));
    }
    byte[] key = Files.readAllBytes(secret);
    if (key.length != SECRET_SIZE) {
      throw new IOException(
          "%s: %d bytes, expected %d; remove it".formatted(secret, key.length, SECRET_SIZE));
    }
    return key;
  }

  private byte[] newSecret() throws IOException {
    byte[] key = new byte[SECRET_SIZE];
    new SecureRandom().nextBytes(key);
    Files.createDirectories(secret.toAbsolutePath().getParent());
    Path unfinished =
        Files.createTempFile(secret.toAbsolutePath().getParent(), ".cache-secret", "");
    try (FileChannel file = FileChannel.open(unfinished, StandardOpenOption.WRITE)) {
      file.write(ByteBuffer.wrap(key));
      // A link, not a move: of two processes that come at once one must win.
      Files.createLink(secret, unfinished);
      return key;
    } catch (FileAlreadyExistsException e) {
      return readSecret();
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }

  /** Names the build: root hashes of another one may be different, where it has faults. */
  private static Optional<String> producer() {
    CodeSource source = Main.class.getProtectionDomain().getCodeSource();
    try {
      Path jar = Path.of(source.getLocation().toURI());
      return Files.isRegularFile(jar)
          ? Optional.of(
              "%s %d %s"
                  .formatted(
                      VersionCommand.version(), Files.size(jar), Files.getLastModifiedTime(jar)))
          : Optional.empty();
    } catch (URISyntaxException | IOException e) {
      return Optional.empty();
    }
  }
}
