package dev.layerseal.erofs.mkfs;

import dev.layerseal.error.LayersealException;
import dev.layerseal.testdata.Peer;
import dev.layerseal.verity.SpillFolder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Makes one compressed image of a layer twice: with {@code mkfs.erofs}, and with layerseal. */
record CompressedRun(Compression compression, ErofsUtils version, Path folder, boolean containerd) {

  private static final FileAttributes ONE_TIME =
      new FileAttributes(false, 0, FileAttributes.Times.OF_IMAGE, FileAttributes.Xattrs.KEEP, true);

  CompressedRun(Compression compression, ErofsUtils version, Path folder) {
    this(compression, version, folder, false);
  }

  Path mkfs(Path tar) throws IOException {
    Path image = folder.resolve("mkfs.image");
    Files.deleteIfExists(image);
    MkfsRun.peer(version)
        .run(
            "--aufs",
            "--quiet",
            "--tar=f",
            "-T0",
            containerd ? "--mkfs-time" : "--all-time",
            containerd ? "-Enoinline_data" : "-Einline_data",
            "-U" + MkfsRun.UUID,
            "-z" + compression.algorithm() + level(),
            "-C" + compression.clusterSize(),
            compression.legacy() ? "-Elegacy-compress" : "-E^legacy-compress",
            image,
            tar)
        .orFail();
    return image;
  }

  private String level() {
    boolean none = compression.algorithm() == Compression.Algorithm.LZ4;
    return none ? "" : ",level=" + compression.level();
  }

  Path build(Path tar, int threads) throws IOException, LayersealException {
    Path image = folder.resolve("own.image");
    Files.deleteIfExists(image);
    MkfsOptions full = MkfsOptions.full(version);
    MkfsOptions options = containerd ? full : full.withInlineData();
    FileAttributes attributes = containerd ? FileAttributes.OF_LAYER : ONE_TIME;
    Optional<Compression> compressed = Optional.of(compression);
    try (InputStream in = Files.newInputStream(tar);
        ImageFileBuilder builder =
            new ImageFileBuilder(
                options, compressed, attributes, image, new SpillFolder(folder), threads)) {
      byte[] piece = new byte[1 << 18];
      for (int count = in.read(piece); count > 0; count = in.read(piece)) {
        builder.update(piece, 0, count);
      }
      builder.finish(MkfsRun.UUID);
    }
    return image;
  }

  /** Where the images differ; empty where they do not. */
  String difference(Path expected, Path actual) throws IOException {
    long at = Files.mismatch(expected, actual);
    return at < 0
        ? ""
        : "%s: byte 0x%x of %d and %d"
            .formatted(this, at, Files.size(expected), Files.size(actual));
  }

  /** Whether {@code fsck.erofs} finds nothing wrong with an image. */
  static Peer.Result extract(Path image, Path target) {
    return Peer.find("fsck.erofs").run("--extract=" + target, image);
  }

  @Override
  public String toString() {
    return "%s %s -C%d%s"
        .formatted(
            version, compression, compression.clusterSize(), compression.legacy() ? " legacy" : "");
  }
}
