package dev.layerseal.composefs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.layerseal.error.FormatException;
import dev.layerseal.fsverity.FsVerityDigest;
import dev.layerseal.fsverity.FsVerityHasher;
import dev.layerseal.fsverity.FsVerityParameters;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ObjectStoreTest {

  private static final byte[] CONTENT = new byte[5000];

  @TempDir Path folder;
  private Path root = Path.of("");
  private final FsVerityDigest digest = FsVerityHasher.digest(FsVerityParameters.SHA256, CONTENT);

  @BeforeEach
  void storeOneObject() throws IOException, FormatException {
    root = folder.resolve("objects");
    assertEquals(digest, store(false).add(CONTENT));
  }

  @Test
  void keepsWhatIsThereAndIntact() throws IOException, FormatException {
    Object before = Files.getLastModifiedTime(object());
    assertEquals(digest, store(false).add(CONTENT));
    assertEquals(digest, store(false).add(Files.write(folder.resolve("file"), CONTENT)));
    assertEquals(before, Files.getLastModifiedTime(object()));
    assertNothingElse();
  }

  @Test
  void refusesToUseAnAlteredObjectAgain() throws IOException, FormatException {
    Files.write(object(), new byte[] {1});
    FormatException refused = assertThrows(FormatException.class, () -> store(false).add(CONTENT));
    assertTrue(refused.toString().contains(object().toString()), refused.toString());
    assertEquals("--replace-objects writes it again", refused.hint().orElseThrow());
    Path large = Files.write(folder.resolve("file"), new byte[3 << 20]);
    FsVerityDigest other = store(false).add(large);
    Files.write(store(false).path(other), new byte[3 << 20 | 1]);
    assertThrows(FormatException.class, () -> store(false).add(large));
    assertEquals(1, Files.size(object()));
  }

  @Test
  void replacesAnAlteredObjectOnRequest() throws IOException, FormatException {
    Files.write(object(), new byte[] {1});
    assertEquals(digest, store(true).add(CONTENT));
    assertArrayEquals(CONTENT, Files.readAllBytes(object()));
    assertNothingElse();
  }

  @Test
  void findsObjectsByTheBytesOfTheirPath() throws IOException {
    byte[] name = {'d', '/', 'b', (byte) 0xff, ' ', '%'};
    assertFalse(ObjectStore.has(root, name));
    Files.createDirectories(root.resolve("d"));
    new ProcessBuilder("sh", "-c", "printf x > \"$(printf 'b\\377 %%')\"")
        .directory(root.resolve("d").toFile())
        .start()
        .onExit()
        .join();
    assertTrue(ObjectStore.has(root, name));
    assertFalse(ObjectStore.has(root, new byte[] {'d', 0}));
    byte[] path = ("//" + ObjectPath.of(digest)).getBytes(StandardCharsets.US_ASCII);
    assertTrue(ObjectStore.has(root, path));
    assertEquals(List.of(), ObjectStore.check(root, path, Set.of(digest)).stream().toList());
  }

  private void assertNothingElse() throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      assertEquals(List.of(object()), files.filter(Files::isRegularFile).toList());
    }
  }

  private Path object() {
    return store(false).path(digest);
  }

  private ObjectStore store(boolean replaceAltered) {
    return new ObjectStore(root, FsVerityParameters.SHA256, replaceAltered);
  }
}
