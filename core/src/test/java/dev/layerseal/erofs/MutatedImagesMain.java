package dev.layerseal.erofs;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The long form of {@link MutatedImagesTest}: {@code MutatedImagesMain SEED ROUNDS IMAGE..}. Prints
 * how many images had no finding and the longest processor time that one took.
 */
final class MutatedImagesMain {

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private MutatedImagesMain() {}

  public static void main(String[] arguments) throws Exception {
    long seed = Long.parseLong(arguments[0]);
    int rounds = Integer.parseInt(arguments[1]);
    byte[][] images = new byte[arguments.length - 2][];
    for (int i = 0; i < images.length; i++) {
      images[i] = Files.readAllBytes(Path.of(arguments[i + 2]));
    }
    MutatedImages mutations = new MutatedImages(seed);
    int clean = 0;
    long longest = 0;
    for (int i = 0; i < rounds; i++) {
      byte[] image = mutations.mutate(images[i % images.length]);
      long start = THREADS.getCurrentThreadCpuTime();
      try {
        clean += MutatedImages.readAll(image) ? 1 : 0;
      } catch (Exception | StackOverflowError | OutOfMemoryError e) {
        Files.write(Path.of("mutated-" + seed + "-" + i + ".erofs"), image);
        throw new AssertionError("seed " + seed + " round " + i, e);
      }
      longest = Math.max(longest, THREADS.getCurrentThreadCpuTime() - start);
    }
    System.out.printf(
        "%d images, %d without findings, longest %d ms%n", rounds, clean, longest / 1_000_000);
  }
}
