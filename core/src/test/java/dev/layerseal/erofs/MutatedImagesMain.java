package dev.layerseal.erofs;

import dev.layerseal.erofs.mkfs.OwnImages;
import dev.layerseal.error.LayersealException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The long form of {@link MutatedImagesTest}: {@code MutatedImagesMain SEED ROUNDS IMAGE..}. The
 * tree of the first image is also written in every form that layerseal has, and those images are
 * changed too. Prints how many had no finding, and the longest processor time that one took; one
 * that takes more than a second ends the run, as does anything but a verdict.
 */
final class MutatedImagesMain {

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final long MAX_NANOS = 1_000_000_000;

  /** One image in so many is dumped and extracted too. */
  private static final int WHOLE = 8;

  /** The first rounds run before the JVM has compiled anything. */
  private static final int WARM_UP = 200;

  private final long seed;
  private final MutatedImages mutations;
  private final List<byte[]> images;
  private int clean;
  private long longest;
  private int slowest;

  private MutatedImagesMain(long seed, List<byte[]> images) {
    this.seed = seed;
    this.mutations = new MutatedImages(seed);
    this.images = images;
  }

  public static void main(String[] arguments) throws Exception {
    int rounds = Integer.parseInt(arguments[1]);
    List<byte[]> images = images(List.of(arguments).subList(2, arguments.length));
    MutatedImagesMain run = new MutatedImagesMain(Long.parseLong(arguments[0]), images);
    for (int i = 0; i < rounds; i++) {
      run.round(i);
    }
    System.out.printf(
        "%d images of %d seeds, %d without findings, longest %d ms (seed %d, round %d)%n",
        rounds, images.size(), run.clean, run.longest / 1_000_000, run.seed, run.slowest);
  }

  /** The images of the files, and those that layerseal writes of the tree in the first. */
  static List<byte[]> images(List<String> files) throws IOException, LayersealException {
    List<byte[]> images = new ArrayList<>();
    for (String file : files) {
      images.add(Files.readAllBytes(Path.of(file)));
    }
    ByteArrayOutputStream tar = new ByteArrayOutputStream();
    ImageReader tree = ImageReader.open(ImageSource.of(images.get(0)));
    TarExtract.extract(tree, tar, Long.MAX_VALUE);
    images.addAll(OwnImages.of(tar.toByteArray()));
    return images;
  }

  private void round(int number) throws IOException {
    byte[] image = mutations.mutate(images.get(number % images.size()));
    long start = THREADS.getCurrentThreadCpuTime();
    try {
      boolean whole = number % WHOLE == 0;
      clean += (whole ? MutatedImages.readAll(image) : MutatedImages.check(image)) ? 1 : 0;
    } catch (Exception | StackOverflowError | OutOfMemoryError e) {
      throw failed(number, image, e);
    }
    long taken = THREADS.getCurrentThreadCpuTime() - start;
    if (number > WARM_UP && taken > longest) {
      longest = taken;
      slowest = number;
    }
    if (taken > MAX_NANOS) {
      throw failed(number, image, new IllegalStateException(taken / 1_000_000 + " ms"));
    }
  }

  private AssertionError failed(int round, byte[] image, Throwable why) throws IOException {
    Files.write(Path.of("mutated-" + seed + "-" + round + ".erofs"), image);
    return new AssertionError("seed " + seed + " round " + round, why);
  }
}
