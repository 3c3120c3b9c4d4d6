package dev.layerseal.erofs.mkfs;

import dev.layerseal.bytes.BlockSize;
import dev.layerseal.error.FormatException;
import dev.layerseal.error.LayersealException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Counts how layers fare with layerseal and with {@code mkfs.erofs}. */
public final class Comparison {

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

  public void compare(String name, byte[] tar, List<MkfsOptions> options) throws IOException {
    Path file = folder.resolve("layer.tar");
    Files.write(file, tar);
    for (MkfsOptions each : options) {
      compare(name, tar, file, each);
    }
  }

  private void compare(String name, byte[] tar, Path file, MkfsOptions options) throws IOException {
    String what = name + " " + options;
    byte[] ours = null;
    String refusal = "";
    try {
      MkfsImage image = MkfsImage.of(options, tar);
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
    judge(what, MkfsRun.image(options, file, folder), Optional.ofNullable(ours), refusal);
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
