package dev.layerseal.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.layerseal.seal.RootHashCache;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UserCacheTest {

  @TempDir Path home;

  private final ByteArrayOutputStream messages = new ByteArrayOutputStream();
  private final Terminal terminal =
      new Terminal(
          new PrintStream(new ByteArrayOutputStream(), true, UTF_8),
          new PrintStream(messages, true, UTF_8),
          false,
          false);

  @Test
  void secretAndEntriesLieApart() {
    UserCache cache = UserCache.of(Map.of(), home);
    assertEquals(home.resolve(".cache/layerseal/roothash"), cache.entries());
    assertEquals(home.resolve(".config/layerseal/cache-secret"), cache.secret());
    Map<String, String> named = Map.of("XDG_CACHE_HOME", "/c", "XDG_CONFIG_HOME", "/d");
    assertEquals(
        new UserCache(Path.of("/c/layerseal/roothash"), Path.of("/d/layerseal/cache-secret")),
        UserCache.of(named, home));
  }

  @Test
  void theSecretIsMadeOnceAndForTheOwnerAlone() throws Exception {
    UserCache cache = UserCache.of(Map.of(), home);
    assertTrue(cache.open("1", terminal).isPresent());
    byte[] secret = Files.readAllBytes(cache.secret());
    assertEquals(
        "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(cache.secret())));
    assertTrue(cache.open("1", terminal).isPresent());
    assertArrayEquals(secret, Files.readAllBytes(cache.secret()));
    assertEquals("", messages.toString(UTF_8));
  }

  @Test
  void aSecretThatOthersCanReadIsNotUsed() throws Exception {
    UserCache cache = UserCache.of(Map.of(), home);
    assertTrue(cache.open("1", terminal).isPresent());
    Files.setPosixFilePermissions(cache.secret(), PosixFilePermissions.fromString("rw-r--r--"));
    assertEquals(Optional.<RootHashCache>empty(), cache.open("1", terminal));
    assertTrue(messages.toString(UTF_8).contains("others can use it"), messages.toString(UTF_8));
  }

  @Test
  void aSecretOfAnotherLengthIsNotUsed() throws Exception {
    UserCache cache = UserCache.of(Map.of(), home);
    Files.createDirectories(cache.secret().getParent());
    Files.write(cache.secret(), new byte[3]);
    Files.setPosixFilePermissions(cache.secret(), PosixFilePermissions.fromString("rw-------"));
    assertEquals(Optional.<RootHashCache>empty(), cache.open("1", terminal));
    assertTrue(messages.toString(UTF_8).contains("3 bytes, expected 32"), messages.toString(UTF_8));
  }
}
