package dev.layerseal.fsverity;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.layerseal.error.FormatException;
import dev.layerseal.testdata.Peer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same digests as {@code fsverity digest}, over hash, block size, salt and file size. */
@Tag("interop")
class FsVerityToolTest {

  private static final int[] SIZES = {
    0, 1, 31, 1023, 1024, 1025, 4095, 4096, 4097, 32768, 32769, 65535, 65536, 65537, 131073, 524289
  };
  private static final List<String> SALTS = List.of("", "00", "c0ffee0123456789", "ab".repeat(32));

  @TempDir Path folder;

  @Test
  void digestsAreThoseOfTheTool() throws IOException, FormatException {
    List<Path> files = files();
    for (FsVerityAlgorithm algorithm : FsVerityAlgorithm.values()) {
      for (int block = 1024; block <= 65536; block *= 2) {
        for (String salt : SALTS) {
          FsVerityParameters parameters = FsVerityParameters.of(algorithm, block, salt);
          assertEquals(tool(files, parameters), ours(files, parameters), parameters + " " + salt);
        }
      }
    }
  }

  @Test
  void formattedDigestIsWhatTheToolSigns() throws IOException {
    for (Path file : files()) {
      Peer.Result theirs =
          Peer.find("fsverity").run("digest", file, "--for-builtin-sig", "--compact").orFail();
      byte[] ours =
          FsVerityHasher.digest(FsVerityParameters.SHA256, Files.readAllBytes(file)).formatted();
      assertArrayEquals(java.util.HexFormat.of().parseHex(theirs.text().strip()), ours);
    }
  }

  private List<Path> files() throws IOException {
    Random random = new Random(11);
    List<Path> files = new ArrayList<>();
    for (int size : SIZES) {
      byte[] content = new byte[size];
      random.nextBytes(content);
      files.add(Files.write(folder.resolve("f" + size), content));
    }
    return files;
  }

  private static List<String> tool(List<Path> files, FsVerityParameters parameters) {
    List<Object> arguments = new ArrayList<>(List.of("digest"));
    arguments.addAll(files);
    arguments.add("--compact");
    arguments.add("--hash-alg=" + parameters.algorithm());
    arguments.add("--block-size=" + parameters.blockSize());
    if (!parameters.salt().isEmpty()) {
      arguments.add("--salt=" + parameters.salt());
    }
    return Peer.find("fsverity").run(arguments.toArray()).orFail().text().lines().toList();
  }

  private static List<String> ours(List<Path> files, FsVerityParameters parameters)
      throws IOException {
    List<String> digests = new ArrayList<>();
    for (Path file : files) {
      digests.add(FsVerityHasher.digest(parameters, Files.readAllBytes(file)).toString());
    }
    return digests;
  }
}
