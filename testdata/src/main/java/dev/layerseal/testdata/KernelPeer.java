package dev.layerseal.testdata;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** A real kernel in a virtual machine, asked by {@code testdata/kernel/kernel-check}. */
public record KernelPeer(Path program) {

  /**
   * The kernel that {@code testdata/kernel/install} fetched. Without one the running test is
   * skipped, or fails when the peers are required.
   */
  public static KernelPeer find() {
    String set = System.getenv("LAYERSEAL_KERNEL");
    Path cache =
        set != null
            ? Path.of(set)
            : Path.of(System.getProperty("user.home"), ".cache", "layerseal-kernel");
    Path program = script();
    if (!Files.exists(cache.resolve("sid/base.cpio")) || !Files.isExecutable(program)) {
      String message = "no kernel is installed in " + cache;
      if (Peer.required()) {
        throw new AssertionError(message);
      }
      throw new org.opentest4j.TestAbortedException(message + ": run testdata/kernel/install");
    }
    return new KernelPeer(program);
  }

  /**
   * The answer to each question, {@code accepted} or {@code rejected at STEP: WHY}.
   *
   * @param cases a folder for each question
   * @param blockSize of data and hash blocks, in bytes
   * @param tree superblock and hash tree
   */
  public Map<String, String> ask(Path cases, Path image, int blockSize, Path tree) {
    Peer.Result result =
        new Peer("kernel-check", program).run(cases, image, blockSize, tree).orFail();
    Map<String, String> answers = new TreeMap<>();
    result
        .text()
        .lines()
        .forEach(
            line -> {
              int colon = line.indexOf(": ");
              answers.put(line.substring(0, colon), line.substring(colon + 2));
            });
    return answers;
  }

  private static Path script() {
    Path here = Path.of("").toAbsolutePath();
    Path inside = here.resolve("testdata/kernel/kernel-check");
    Path parent = here.getParent();
    return Files.exists(inside) || parent == null
        ? inside
        : parent.resolve("testdata/kernel/kernel-check");
  }
}
