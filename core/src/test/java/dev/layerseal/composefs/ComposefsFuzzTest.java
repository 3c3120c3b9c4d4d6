package dev.layerseal.composefs;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.layerseal.erofs.ImageSource;
import dev.layerseal.error.LayersealException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Invariant of each target: a value, or a refusal that says why. */
class ComposefsFuzzTest {

  /** Every dumpfile that is read can be written as an image, and that image can be dumped. */
  @FuzzTest(maxDuration = "10s")
  void dumpfile(byte[] bytes) throws IOException {
    ComposefsTree tree;
    try {
      tree = DumpfileReader.read(new ByteArrayInputStream(bytes), false);
    } catch (LayersealException e) {
      return;
    }
    ByteArrayOutputStream image = new ByteArrayOutputStream();
    try {
      ComposefsImage.write(tree, ComposefsVersion.AUTO, image);
      dump(image.toByteArray());
    } catch (LayersealException e) {
      throw new AssertionError(e);
    }
  }

  @FuzzTest(maxDuration = "10s")
  void image(byte[] bytes) throws IOException {
    try {
      dump(bytes);
    } catch (LayersealException e) {
      // A verdict.
    }
  }

  @Test
  void changedImagesNeverCrashTheReader() throws IOException, LayersealException {
    for (long seed = 1; seed <= 10; seed++) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      ComposefsImage.write(
          DumpfileReader.read(new ByteArrayInputStream(RandomDumpfile.make(seed)), false),
          ComposefsVersion.AUTO,
          out);
      byte[] good = out.toByteArray();
      Random random = new Random(seed);
      for (int round = 0; round < 300; round++) {
        byte[] bad =
            round % 10 == 0 ? Arrays.copyOf(good, random.nextInt(good.length)) : good.clone();
        for (int i = 0; i < 1 + round % 4 && bad.length > 0; i++) {
          bad[random.nextInt(bad.length)] = (byte) random.nextInt();
        }
        image(bad);
      }
    }
  }

  private static void dump(byte[] image) throws IOException, LayersealException {
    try (ComposefsReader reader = ComposefsReader.open(ImageSource.of(image))) {
      ComposefsInfo.dump(reader, any -> true, OutputStream.nullOutputStream());
      ComposefsInfo.list(reader, any -> true, OutputStream.nullOutputStream());
    }
  }
}
