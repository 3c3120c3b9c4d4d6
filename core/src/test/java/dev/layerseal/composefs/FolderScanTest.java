package dev.layerseal.composefs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.layerseal.composefs.FolderOptions.XattrChoice;
import dev.layerseal.error.LayersealException;
import dev.layerseal.fsverity.FsVerityDigest;
import dev.layerseal.fsverity.FsVerityParameters;
import dev.layerseal.testdata.Peer;
import dev.layerseal.tree.FileName;
import dev.layerseal.tree.Inode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderScanTest {

  @TempDir Path temporary;

  @Test
  @Tag("interop")
  void imagesAndStoresAreThoseOfMkcomposefs() throws Exception {
    Path source = source();
    compare(source, FolderOptions.ALL);
    compare(source, new FolderOptions(true, true, XattrChoice.ALL, false, 2), "--use-epoch");
    compare(source, new FolderOptions(false, true, XattrChoice.NONE, false, 2), "--skip-xattrs");
    compare(source, new FolderOptions(false, true, XattrChoice.USER, false, 1), "--user-xattrs");
    compare(source, new FolderOptions(false, false, XattrChoice.ALL, false, 1), "--skip-devices");
  }

  @Test
  void joinsHardLinksWhenAsked() throws Exception {
    Path source = source();
    FolderOptions joined = new FolderOptions(false, true, XattrChoice.NONE, true, 1);
    ComposefsTree tree = FolderScan.scan(source, joined, FsVerityParameters.SHA256, null);
    Inode first = tree.root().entries().get(FileName.of("large"));
    assertSame(first, tree.root().entries().get(FileName.of("linked")));
    assertEquals(2, first == null ? 0 : first.metadata().linkCount());
    ComposefsTree apart =
        FolderScan.scan(
            source,
            new FolderOptions(false, true, XattrChoice.NONE, false, 1),
            FsVerityParameters.SHA256,
            null);
    assertEquals(Map.of(), apart.places());
  }

  @Test
  void findsMissingAndAlteredObjects() throws IOException, LayersealException {
    ObjectStore store = new ObjectStore(temporary.resolve("objects"), FsVerityParameters.SHA256);
    FsVerityDigest digest = store.add(new byte[100]);
    assertEquals(List.of(), store.check(digest).stream().toList());
    Files.write(store.path(digest), new byte[101]);
    assertEquals(ObjectStore.Finding.ALTERED, store.check(digest).orElseThrow());
    Files.delete(store.path(digest));
    assertEquals(ObjectStore.Finding.MISSING, store.check(digest).orElseThrow());
  }

  private void compare(Path source, FolderOptions options, String... flags) throws Exception {
    Path theirStore = Files.createTempDirectory(temporary, "theirs");
    Path ourStore = Files.createTempDirectory(temporary, "ours");
    Object[] arguments =
        Stream.concat(
                Stream.of(flags), Stream.of("--digest-store=" + theirStore, source.toString(), "-"))
            .toArray();
    byte[] theirs = Peer.find("mkcomposefs").run(arguments).orFail().output();
    ComposefsTree tree =
        FolderScan.scan(
            source,
            options,
            FsVerityParameters.SHA256,
            new ObjectStore(ourStore, FsVerityParameters.SHA256));
    ByteArrayOutputStream ours = new ByteArrayOutputStream();
    ComposefsImage.write(tree, ComposefsVersion.AUTO, ours);
    assertArrayEquals(theirs, ours.toByteArray(), String.join(" ", flags));
    assertEquals(files(theirStore), files(ourStore));
  }

  private static Map<String, String> files(Path root) throws IOException {
    Map<String, String> found = new TreeMap<>();
    try (Stream<Path> walk = Files.walk(root)) {
      for (Path file : walk.toList()) {
        if (!file.equals(root)) {
          found.put(
              root.relativize(file).toString(),
              Files.getPosixFilePermissions(file)
                  + (Files.isRegularFile(file) ? " " + Files.size(file) : ""));
        }
      }
    }
    return found;
  }

  private Path source() throws IOException {
    Path source = Files.createTempDirectory(temporary, "source");
    Random random = new Random(3);
    for (int size : List.of(0, 1, 63, 64, 65, 4096, 5000, 3_000_000)) {
      byte[] content = new byte[size];
      random.nextBytes(content);
      Files.write(source.resolve("file" + size), content);
    }
    Files.write(source.resolve("same"), Files.readAllBytes(source.resolve("file5000")));
    Files.write(source.resolve("large"), new byte[2_000_000]);
    Files.createLink(source.resolve("linked"), source.resolve("large"));
    Path deep = Files.createDirectories(source.resolve("a/b/c/d"));
    for (int i = 0; i < 300; i++) {
      Path file = Files.writeString(deep.resolve("entry" + i), "content of " + i);
      Files.setLastModifiedTime(file, FileTime.from(Instant.ofEpochSecond(i * 1000L, i)));
    }
    Files.setAttribute(
        source.resolve("file65"), "user:note", "a note".getBytes(StandardCharsets.UTF_8));
    Files.setAttribute(deep, "user:note", "a note".getBytes(StandardCharsets.UTF_8));
    Files.createSymbolicLink(source.resolve("relative"), Path.of("a/../file1"));
    Files.createSymbolicLink(source.resolve("dangling"), Path.of("/no/where//at all/"));
    // The JDK cannot name such a file where the locale is C; the launcher never runs it so.
    if (Charset.forName(System.getProperty("sun.jnu.encoding", ""))
        .newEncoder()
        .canEncode('\u00fc')) {
      Files.createSymbolicLink(source.resolve("umlaut"), Path.of("a/\u00fcber"));
      Files.createDirectory(source.resolve("a/\u00fcber"));
    }
    new ProcessBuilder("mkfifo", source.resolve("fifo").toString()).start().onExit().join();
    return source;
  }
}
