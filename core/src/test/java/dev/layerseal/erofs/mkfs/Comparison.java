package dev.layerseal.erofs.mkfs;

import dev.layerseal.bytes.BlockSize;
import dev.layerseal.erofs.mkfs.FileAttributes.Times;
import dev.layerseal.erofs.mkfs.FileAttributes.Xattrs;
import dev.layerseal.error.FormatException;
import dev.layerseal.error.LayersealException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Counts how layers fare with layerseal and with {@code mkfs.erofs}. */
public final class Comparison {

  /** What {@code mkfs.erofs -T0} gives files. */
  public static final FileAttributes ALL_TIME =
      new FileAttributes(false, 0, Times.OF_IMAGE, Xattrs.KEEP, true);

  private final Path folder;
  private final List<String> failures = new ArrayList<>();
  private int identical;
  private int refused;
  private int undefined;

  /**
   * @param folder for temporary files
   */
  public Comparison(Path folder) {
    this.folder = folder;
  }

  /** The kinds of images that recipes ask for, of both versions. */
  public static List<MkfsOptions> recipes() {
    List<MkfsOptions> all = new ArrayList<>();
    for (ErofsUtils version : ErofsUtils.values()) {
      all.add(MkfsOptions.tarIndex(version));
      all.add(MkfsOptions.full(version));
      all.add(MkfsOptions.full(version).unsorted());
    }
    return all;
  }

  /** Other block sizes, and inline data. */
  public static List<MkfsOptions> variants() {
    List<MkfsOptions> all = new ArrayList<>();
    for (ErofsUtils version : ErofsUtils.values()) {
      MkfsOptions full = MkfsOptions.full(version);
      all.add(full.withInlineData());
      all.add(full.withInlineData().unsorted());
      all.add(full.withBlockSize(BlockSize.B512));
      all.add(full.withBlockSize(BlockSize.B512).withInlineData());
      all.add(full.withBlockSize(new BlockSize(10)).unsorted());
      all.add(full.withBlockSize(new BlockSize(11)).withInlineData());
    }
    return all;
  }

  /** Kinds of images of folders. */
  public static List<MkfsOptions> ofFolders() {
    List<MkfsOptions> all = new ArrayList<>();
    for (ErofsUtils version : ErofsUtils.values()) {
      MkfsOptions full = MkfsOptions.full(version);
      all.add(full);
      all.add(full.withInlineData());
      all.add(full.withInlineData().withBlockSize(BlockSize.B512));
      all.add(full.withBlockSize(new BlockSize(10)));
    }
    return all;
  }

  /** Attributes of files that are not those of the layer. */
  public static List<FileAttributes> attributes() {
    long time = 1_700_000_000;
    return List.of(
        FileAttributes.UNIFORM,
        new FileAttributes(true, 0, Times.OWN, Xattrs.KEEP, true),
        new FileAttributes(false, time, Times.OF_IMAGE, Xattrs.KEEP, true),
        new FileAttributes(false, time, Times.OWN, Xattrs.DROP, true),
        new FileAttributes(false, time, Times.OWN_IF_ROOM, Xattrs.KEEP, false));
  }

  public void compare(String name, byte[] tar, List<MkfsOptions> options) throws IOException {
    Path file = folder.resolve("layer.tar");
    Files.write(file, tar);
    for (MkfsOptions each : options) {
      compare(name, tar, file, each, FileAttributes.OF_LAYER);
    }
  }

  /** Compares with every one of {@link #attributes}. */
  public void compareAttributes(String name, byte[] tar, List<MkfsOptions> options)
      throws IOException {
    Path file = folder.resolve("layer.tar");
    for (FileAttributes attributes : attributes()) {
      // The tool keeps the xattrs of archives whatever it is told: it gets an archive without.
      Files.write(file, attributes.xattrs() == Xattrs.DROP ? withoutXattrs(tar) : tar);
      for (MkfsOptions each : options) {
        compare(name, tar, file, each, attributes);
      }
    }
  }

  /** The archive with other keys in the place of those of xattrs, which nobody reads. */
  private static byte[] withoutXattrs(byte[] tar) {
    return new String(tar, StandardCharsets.ISO_8859_1)
        .replace("SCHILY.xattr.", "SCHILY.other.")
        .replace("LIBARCHIVE.xattr.", "LIBARCHIVE.other.")
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  /** Compares the images of a folder. */
  public void compareFolder(
      String name, Path source, List<MkfsOptions> options, FileAttributes attributes)
      throws IOException {
    for (MkfsOptions each : options) {
      byte[] ours = null;
      String refusal = "";
      try {
        ours = MkfsImage.ofFolder(each, attributes, source).bytes();
      } catch (LayersealException e) {
        refusal = e.toString();
      }
      Optional<byte[]> theirs = MkfsRun.imageOfFolder(each, attributes, source, folder);
      judge(name + " " + each + " " + attributes, theirs, Optional.ofNullable(ours), refusal);
    }
  }

  private void compare(
      String name, byte[] tar, Path file, MkfsOptions options, FileAttributes attributes)
      throws IOException {
    String what = name + " " + options + " " + attributes;
    byte[] ours = null;
    String refusal = "";
    try {
      MkfsImage image = MkfsImage.of(options, attributes, tar);
      if (image.undefined()) {
        undefined++;
        return;
      }
      ours = image.bytes();
    } catch (LayersealException e) {
      refusal = e.toString();
      if (neverEnds(options, e)) {
        refused++;
        return;
      }
    }
    Optional<byte[]> theirs = MkfsRun.image(options, attributes, file, folder);
    judge(what, theirs, Optional.ofNullable(ours), refusal);
  }

  /** Whether 1.8 waits without end for content that does not come: of short or negative length. */
  private static boolean neverEnds(MkfsOptions options, LayersealException refusal) {
    return !options.tarIndex()
        && options.version() == ErofsUtils.V1_8
        && (refusal instanceof FormatException || refusal.toString().contains("negative"));
  }

  private void judge(String what, Optional<byte[]> theirs, Optional<byte[]> ours, String refusal) {
    if (theirs.isEmpty() && ours.isEmpty()) {
      refused++;
    } else if (theirs.isEmpty()) {
      failures.add(what + ": the tool refuses, layerseal does not");
    } else if (ours.isEmpty()) {
      failures.add(what + ": the tool does not refuse, but: " + refusal);
    } else if (Arrays.equals(theirs.get(), ours.get())) {
      identical++;
    } else {
      failures.add(what + ": differs at " + MkfsRun.difference(theirs.get(), ours.get()));
    }
  }

  public List<String> failures() {
    return failures;
  }

  public int identical() {
    return identical;
  }

  @Override
  public String toString() {
    return "%d identical, %d refused by both, %d left to chance by the tool, %d failures"
        .formatted(identical, refused, undefined, failures.size());
  }
}
