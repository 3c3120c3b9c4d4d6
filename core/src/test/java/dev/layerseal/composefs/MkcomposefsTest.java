package dev.layerseal.composefs;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.layerseal.error.LayersealException;
import dev.layerseal.testdata.Peer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Byte for byte the images of {@code mkcomposefs}, or both refuse. One refusal is not followed: the
 * tool miscounts where a whiteout's mark replaces a long xattr of the same name.
 */
@Tag("interop")
class MkcomposefsTest {

  private static final List<ComposefsVersion> VERSIONS =
      List.of(ComposefsVersion.AUTO, ComposefsVersion.exactly(0), ComposefsVersion.exactly(1));

  @Test
  void randomDumpfilesGiveTheSameImages() throws IOException {
    compare(RandomDumpfile::make, 1, 40);
  }

  @Test
  void dumpfilesAtTheBoundsGiveTheSameImages() throws IOException {
    compare(BoundaryDumpfile::make, 1, 40);
  }

  /** What the tool refuses is refused; what both take gives the same image. */
  @Test
  void noMistakeIsTakenThatTheToolRefuses() throws IOException {
    for (long seed = 1; seed <= 200; seed++) {
      compareChanged(seed);
    }
  }

  /** Whether there was an image of both to compare. */
  private static boolean compareChanged(long seed) throws IOException {
    byte[] dumpfile = ChangedDumpfile.make(seed);
    Optional<byte[]> ours = ours(dumpfile, ComposefsVersion.AUTO);
    if (ours.isEmpty() || miscounted(dumpfile, ComposefsVersion.AUTO)) {
      return false;
    }
    Optional<byte[]> theirs = theirs(dumpfile, ComposefsVersion.AUTO);
    assertEquals(true, theirs.isPresent(), "changed dumpfile of seed " + seed);
    assertArrayEquals(theirs.get(), ours.get(), "changed dumpfile of seed " + seed);
    return true;
  }

  private static final String MISCOUNTED = "Numerical result out of range";

  /** Compares {@code count} dumpfiles from {@code seed} on; how many images were equal. */
  static int compare(LongFunction<byte[]> dumpfiles, long seed, int count) throws IOException {
    int images = 0;
    for (long at = seed; at < seed + count; at++) {
      byte[] dumpfile = dumpfiles.apply(at);
      for (ComposefsVersion version : VERSIONS) {
        Optional<byte[]> theirs = theirs(dumpfile, version);
        Optional<byte[]> ours = ours(dumpfile, version);
        if (theirs.isEmpty() && miscounted(dumpfile, version)) {
          continue;
        }
        assertEquals(theirs.isPresent(), ours.isPresent(), "seed " + at + ", " + version);
        if (ours.isPresent()) {
          assertArrayEquals(theirs.get(), ours.get(), "seed " + at + ", " + version);
          images++;
        }
      }
    }
    return images;
  }

  private static boolean miscounted(byte[] dumpfile, ComposefsVersion version) {
    boolean marked = new String(dumpfile, ISO_8859_1).contains(" user.overlay.whiteout");
    return marked && run(dumpfile, version).errors().contains(MISCOUNTED);
  }

  private static Optional<byte[]> theirs(byte[] dumpfile, ComposefsVersion version) {
    Peer.Result result = run(dumpfile, version);
    return result.succeeded() ? Optional.of(result.output()) : Optional.empty();
  }

  private static Peer.Result run(byte[] dumpfile, ComposefsVersion version) {
    List<Object> arguments = new ArrayList<>(List.of("--from-file"));
    if (!version.equals(ComposefsVersion.AUTO)) {
      arguments.add("--min-version=" + version.min());
    }
    arguments.addAll(List.of("-", "-"));
    return Peer.find("mkcomposefs").run(dumpfile, arguments.toArray());
  }

  private static Optional<byte[]> ours(byte[] dumpfile, ComposefsVersion version)
      throws IOException {
    ByteArrayOutputStream image = new ByteArrayOutputStream();
    try {
      ComposefsTree tree = DumpfileReader.read(new ByteArrayInputStream(dumpfile), false);
      ComposefsImage.write(tree, version, image);
      return Optional.of(image.toByteArray());
    } catch (LayersealException e) {
      return Optional.empty();
    }
  }

  /** {@code testdata/compare/composefs} runs this: number of dumpfiles, first seed. */
  public static void main(String[] arguments) throws IOException {
    int count = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 200;
    long seed = arguments.length > 1 ? Long.parseLong(arguments[1]) : 1000;
    int images = compare(RandomDumpfile::make, seed, count);
    System.out.println(count + " dumpfiles from seed " + seed + ": " + images + " equal images");
    images = compare(BoundaryDumpfile::make, seed, count);
    System.out.println(count + " at the bounds: " + images + " equal images");
    images = 0;
    for (long at = seed; at < seed + count * 4L; at++) {
      images += compareChanged(at) ? 1 : 0;
    }
    System.out.println(count * 4 + " with mistakes: " + images + " equal images");
  }
}
