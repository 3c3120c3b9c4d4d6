package dev.layerseal.erofs.mkfs;

import dev.layerseal.testdata.Peer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Compressed images of real layers, byte for byte against {@code mkfs.erofs}. Arguments: a folder
 * for temporary files, then {@code identity} or {@code matrix}, then archives.
 */
final class CompressedComparison {

  private static final List<String> IDENTITY =
      List.of("lz4", "lz4hc,1", "lz4hc,3", "lz4hc", "lz4hc,10", "lz4hc,12", "zstd", "zstd,3");

  private static final List<String> MATRIX =
      List.of(
          "lz4",
          "lz4hc,1",
          "lz4hc,2",
          "lz4hc,3",
          "lz4hc,6",
          "lz4hc",
          "lz4hc,10",
          "lz4hc,11",
          "lz4hc,12",
          "zstd",
          "zstd,3",
          "zstd,9");

  private final Path folder;
  private int same;
  private int different;

  private CompressedComparison(Path folder) {
    this.folder = folder;
  }

  public static void main(String[] arguments) throws Exception {
    CompressedComparison comparison = new CompressedComparison(Path.of(arguments[0]));
    for (String archive : List.of(arguments).subList(2, arguments.length)) {
      if (arguments[1].equals("matrix")) {
        comparison.matrix(Path.of(archive));
      } else {
        comparison.identity(Path.of(archive));
      }
    }
    System.out.printf("%d same, %d different%n", comparison.same, comparison.different);
    System.exit(comparison.different == 0 && comparison.same > 0 ? 0 : 1);
  }

  /** Both releases, clusters of one block and of sixteen, and full indexes. */
  private void identity(Path tar) throws Exception {
    for (int size : new int[] {4096, 65536}) {
      for (String text : IDENTITY) {
        Compression compression = Compression.parse(text).withClusterSize(size);
        for (ErofsUtils version : ErofsUtils.values()) {
          compare(tar, new CompressedRun(compression, version, folder));
        }
      }
      Compression legacy = Compression.parse("lz4").withClusterSize(size).withLegacy();
      compare(tar, new CompressedRun(legacy, ErofsUtils.V1_8, folder));
      compare(tar, new CompressedRun(legacy, ErofsUtils.V1_9, folder));
    }
  }

  private void compare(Path tar, CompressedRun run) throws Exception {
    count(tar, run.difference(run.mkfs(tar), run.build(tar, 2)));
  }

  /** Every algorithm and size of clusters: what fsck.erofs extracts is what tar extracts. */
  private void matrix(Path tar) throws Exception {
    Path expected = Files.createTempDirectory(folder, "tar");
    run("tar", "-xf", tar.toString(), "-C", expected.toString());
    for (CompressedRun run : runs()) {
      Path extracted = Files.createTempDirectory(folder, "image");
      Peer.Result result = CompressedRun.extract(run.build(tar, 2), extracted);
      boolean equal =
          result.succeeded()
              && run("diff", "-r", "--no-dereference", expected.toString(), extracted.toString());
      count(tar, equal ? "" : run + ": extracts to something else " + result.errors());
      run("rm", "-rf", extracted.toString());
    }
    run("rm", "-rf", expected.toString());
  }

  private List<CompressedRun> runs() {
    List<CompressedRun> runs = new ArrayList<>();
    for (int size : new int[] {4096, 16384, 65536, 1 << 20}) {
      for (String text : MATRIX) {
        Compression compression = Compression.parse(text).withClusterSize(size);
        runs.add(new CompressedRun(compression, ErofsUtils.V1_9, folder));
      }
      Compression legacy = Compression.parse("lz4hc").withClusterSize(size).withLegacy();
      runs.add(new CompressedRun(legacy, ErofsUtils.V1_9, folder));
      runs.add(new CompressedRun(legacy.withCleanGaps(), ErofsUtils.V1_9, folder));
    }
    return runs;
  }

  private void count(Path tar, String difference) {
    if (difference.isEmpty()) {
      same++;
    } else {
      different++;
      System.out.println(tar.getFileName() + " " + difference);
    }
  }

  private static boolean run(String... command) throws Exception {
    return new ProcessBuilder(command).inheritIO().start().waitFor() == 0;
  }
}
