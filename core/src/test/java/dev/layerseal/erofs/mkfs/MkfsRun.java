package dev.layerseal.erofs.mkfs;

import dev.layerseal.bytes.Uuid;
import dev.layerseal.erofs.mkfs.FileAttributes.Times;
import dev.layerseal.erofs.mkfs.FileAttributes.Xattrs;
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
  public static Optional<byte[]> image(
      MkfsOptions options, FileAttributes attributes, Path tar, Path folder) throws IOException {
    List<String> arguments = arguments(options, attributes);
    arguments.add("--aufs");
    arguments.add(options.tarIndex() ? "--tar=i" : "--tar=f");
    return image(options, arguments, tar, folder);
  }

  /** What the tool writes for a folder; empty where it refuses. */
  public static Optional<byte[]> imageOfFolder(
      MkfsOptions options, FileAttributes attributes, Path source, Path folder) throws IOException {
    List<String> arguments = arguments(options, attributes);
    if (attributes.xattrs() == Xattrs.DROP) {
      arguments.add("-x-1");
    }
    return image(options, arguments, source, folder);
  }

  private static Optional<byte[]> image(
      MkfsOptions options, List<String> arguments, Path source, Path folder) throws IOException {
    Path image = folder.resolve("mkfs.image");
    Files.deleteIfExists(image);
    arguments.add(image.toString());
    arguments.add(source.toString());
    Peer.Result result = peer(options.version()).run(arguments.toArray());
    return result.succeeded() ? Optional.of(Files.readAllBytes(image)) : Optional.empty();
  }

  private static List<String> arguments(MkfsOptions options, FileAttributes attributes) {
    List<String> arguments =
        new ArrayList<>(List.of("--quiet", "-T" + attributes.time(), "-U", UUID.toString()));
    if (!options.tarIndex()) {
      arguments.add("-b" + options.blockSize());
      if (!options.inlineData()) {
        arguments.add("-Enoinline_data");
      }
      if (!options.sorted()) {
        arguments.add("--sort=none");
      }
    }
    addAttributes(attributes, arguments);
    return arguments;
  }

  private static void addAttributes(FileAttributes attributes, List<String> arguments) {
    arguments.add(attributes.times() == Times.OF_IMAGE ? "--all-time" : "--mkfs-time");
    if (attributes.times() == Times.OWN_IF_ROOM) {
      arguments.add("--ignore-mtime");
    }
    if (attributes.allRoot()) {
      arguments.add("--all-root");
    }
    if (!attributes.filtered()) {
      arguments.add("-E^xattr-name-filter");
    }
  }

  /** Where two images differ, for messages. */
  public static String difference(byte[] expected, byte[] actual) {
    int at = Arrays.mismatch(expected, actual);
    return "byte 0x%x of %d and %d".formatted(at, expected.length, actual.length);
  }
}
