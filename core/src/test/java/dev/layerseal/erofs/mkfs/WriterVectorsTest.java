package dev.layerseal.erofs.mkfs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.layerseal.bytes.BlockSize;
import dev.layerseal.erofs.mkfs.FileAttributes.Times;
import dev.layerseal.erofs.mkfs.FileAttributes.Xattrs;
import dev.layerseal.error.UnsupportedFeatureException;
import dev.layerseal.testdata.Vector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Small images that the real tool has written, each with the arguments that it had. */
class WriterVectorsTest {

  private static final String AREA = "erofs-writer";

  @TempDir Path folder;

  static Stream<String> images() {
    return names("ok");
  }

  static Stream<String> refusals() {
    return names("unsupported");
  }

  private static Stream<String> names(String expect) {
    List<Vector> all = Vector.all(AREA);
    assertTrue(all.size() > 20, "vectors were not found");
    return all.stream().filter(vector -> vector.expect().equals(expect)).map(Vector::name);
  }

  @ParameterizedTest
  @MethodSource("images")
  void writesTheBytesOfTheTool(String name) throws Exception {
    Path vector = Vector.folder(AREA).resolve(name);
    List<String> arguments =
        List.of(Files.readString(vector.resolve("arguments")).strip().split(" "));
    ErofsUtils version = name.endsWith("_1.8") ? ErofsUtils.V1_8 : ErofsUtils.V1_9;
    byte[] image =
        name.startsWith("folder")
            ? ofFolder(options(version, arguments), attributes(arguments))
            : ofLayer(options(version, arguments), attributes(arguments));
    assertArrayEquals(Files.readAllBytes(vector.resolve("image.erofs")), image);
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void refusesWhatTheToolRefuses(String name) throws Exception {
    byte[] layer = Files.readAllBytes(Vector.folder(AREA).resolve(name).resolve("layer.tar"));
    for (ErofsUtils version : ErofsUtils.values()) {
      for (MkfsOptions options :
          List.of(MkfsOptions.tarIndex(version), MkfsOptions.full(version))) {
        assertThrows(UnsupportedFeatureException.class, () -> MkfsImage.of(options, layer));
      }
    }
  }

  private static MkfsOptions options(ErofsUtils version, List<String> arguments) {
    if (arguments.contains("--tar=i")) {
      return MkfsOptions.tarIndex(version);
    }
    MkfsOptions options = MkfsOptions.full(version).withInlineData();
    for (String argument : arguments) {
      if (argument.startsWith("-b")) {
        int bytes = Integer.parseInt(argument.substring(2));
        options = options.withBlockSize(new BlockSize(Integer.numberOfTrailingZeros(bytes)));
      } else if (argument.equals("-Enoinline_data")) {
        options = options.withoutInlineData();
      } else if (argument.equals("--sort=none")) {
        options = options.unsorted();
      }
    }
    return options;
  }

  private static FileAttributes attributes(List<String> arguments) {
    String time = arguments.stream().filter(one -> one.startsWith("-T")).findFirst().orElseThrow();
    Times times =
        arguments.contains("--ignore-mtime")
            ? Times.OWN_IF_ROOM
            : arguments.contains("--mkfs-time") ? Times.OWN : Times.OF_IMAGE;
    return new FileAttributes(
        arguments.contains("--all-root"),
        Long.parseLong(time.substring(2)),
        times,
        Xattrs.KEEP,
        true);
  }

  private static byte[] ofLayer(MkfsOptions options, FileAttributes attributes) throws Exception {
    byte[] layer = Files.readAllBytes(Vector.folder(AREA).resolve("layer.tar"));
    return MkfsImage.of(options, attributes, layer).bytes();
  }

  private byte[] ofFolder(MkfsOptions options, FileAttributes attributes) throws Exception {
    Path archive = Vector.folder(AREA).resolve("folder.tar");
    Process tar =
        new ProcessBuilder("tar", "--xattrs", "-xpf", archive.toString(), "-C", folder.toString())
            .inheritIO()
            .start();
    assumeTrue(tar.waitFor() == 0 && keepsXattrs(), "tar or the file system has no xattrs");
    return MkfsImage.ofFolder(options, attributes, folder).bytes();
  }

  private boolean keepsXattrs() throws IOException {
    return Files.readAttributes(folder.resolve("small"), "user:*").containsKey("own");
  }
}
