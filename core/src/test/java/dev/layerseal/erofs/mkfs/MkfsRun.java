package dev.layerseal.erofs.mkfs;

import dev.layerseal.bytes.Uuid;
import dev.layerseal.error.FormatException;
import dev.layerseal.testdata.Peer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Runs {@code mkfs.erofs} with the options that a {@link MkfsOptions} stands for. */
public final class MkfsRun {

  /** The UUID of all images in comparisons. */
  public static final Uuid UUID = uuid();

  private MkfsRun() {}

  private static Uuid uuid() {
    try {
      return Uuid.parse("c1b9d5a2-f162-11cf-9ece-0020afc76f16");
    } catch (FormatException e) {
      throw new AssertionError(e);
    }
  }

  public static Peer peer(ErofsUtils version) {
    return Peer.find(version == ErofsUtils.V1_8 ? "mkfs.erofs-1.8" : "mkfs.erofs-1.9");
  }

  /** What the tool writes for the archive; empty where it refuses. */
  public static Optional<byte[]> image(MkfsOptions options, Path tar, Path folder)
      throws IOException {
    Path image = folder.resolve("mkfs.image");
    Files.deleteIfExists(image);
    List<String> arguments = arguments(options);
    arguments.add(image.toString());
    arguments.add(tar.toString());
    Peer.Result result = peer(options.version()).run(arguments.toArray());
    return result.succeeded() ? Optional.of(Files.readAllBytes(image)) : Optional.empty();
  }

  private static List<String> arguments(MkfsOptions options) {
    List<String> arguments =
        new ArrayList<>(List.of("--aufs", "--quiet", "-T0", "--mkfs-time", "-U", UUID.toString()));
    if (options.tarIndex()) {
      arguments.add("--tar=i");
      return arguments;
    }
    arguments.addAll(List.of("--tar=f", "-b" + options.blockSize()));
    if (!options.inlineData()) {
      arguments.add("-Enoinline_data");
    }
    if (!options.sorted()) {
      arguments.add("--sort=none");
    }
    return arguments;
  }

  /** Where two images differ, for messages. */
  public static String difference(byte[] expected, byte[] actual) {
    int at = Arrays.mismatch(expected, actual);
    return "byte 0x%x of %d and %d".formatted(at, expected.length, actual.length);
  }
}
