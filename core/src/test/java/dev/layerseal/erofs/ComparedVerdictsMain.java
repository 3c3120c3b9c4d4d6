package dev.layerseal.erofs;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.layerseal.error.LayersealException;
import dev.layerseal.testdata.Peer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Verdicts of {@code check} and of {@code fsck.erofs --extract} on changed images: {@code
 * ComparedVerdictsMain SEED ROUNDS IMAGE..}. Images that the tool refuses and layerseal accepts are
 * left in the working folder; of the others the reasons are counted.
 */
final class ComparedVerdictsMain {

  private final Path folder;
  private final Map<String, Integer> reasons = new TreeMap<>();
  private int agreed;
  private int stricter;
  private int missed;

  private ComparedVerdictsMain(Path folder) {
    this.folder = folder;
  }

  public static void main(String[] arguments) throws Exception {
    ComparedVerdictsMain run = new ComparedVerdictsMain(Path.of(""));
    long seed = Long.parseLong(arguments[0]);
    MutatedImages mutations = new MutatedImages(seed);
    List<byte[]> images = MutatedImagesMain.images(List.of(arguments).subList(2, arguments.length));
    int rounds = Integer.parseInt(arguments[1]);
    for (int i = 0; i < rounds; i++) {
      run.compare("mutated-" + seed + "-" + i, mutations.mutate(images.get(i % images.size())));
    }
    run.reasons.forEach((reason, count) -> System.out.println(count + " " + reason));
    System.out.printf(
        "%d images: %d verdicts agree, %d refused by check alone, %d by fsck.erofs alone%n",
        rounds, run.agreed, run.stricter, run.missed);
  }

  private void compare(String name, byte[] image) throws IOException {
    Path file = Files.write(folder.resolve(name + ".erofs"), image);
    String ours = verdict(image);
    Process theirs =
        new ProcessBuilder(
                "timeout",
                "3",
                Peer.find("fsck.erofs").program().toString(),
                "--extract",
                file.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(theirs.getInputStream().readAllBytes(), ISO_8859_1).strip();
    boolean accepted = theirs.onExit().join().exitValue() == 0 && !said.contains("<E>");
    if (accepted == ours.isEmpty() || said.contains("invalid device id")) {
      agreed++;
    } else if (accepted) {
      stricter++;
      reasons.merge(ours.replaceAll("0x[0-9a-f]+|[0-9]+", "N"), 1, Integer::sum);
    } else {
      missed++;
      System.out.println(name + " " + said.replace('\n', ' '));
      return;
    }
    Files.delete(file);
  }

  /** The first finding; empty where there is none. */
  private static String verdict(byte[] image) throws IOException {
    try {
      CheckReport report = ImageCheck.check(ImageSource.of(image));
      return report.clean() ? "" : report.findings().get(0).toString();
    } catch (LayersealException e) {
      return String.valueOf(e.getMessage());
    }
  }
}
