package dev.layerseal.composefs;

import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.layerseal.erofs.ImageSource;
import dev.layerseal.error.LayersealException;
import dev.layerseal.error.UnsupportedFeatureException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
      for (byte[] good : images(seed)) {
        change(good, new Random(seed));
      }
    }
  }

  private void change(byte[] good, Random random) throws IOException {
    for (int round = 0; round < 200; round++) {
      byte[] bad =
          round % 10 == 0 ? Arrays.copyOf(good, random.nextInt(good.length)) : good.clone();
      for (int i = 0; i < 1 + round % 4 && bad.length > 0; i++) {
        bad[random.nextInt(bad.length)] = (byte) random.nextInt();
      }
      image(bad);
    }
  }

  /** In both layouts; version 2 cannot hold all trees. */
  private static List<byte[]> images(long seed) throws IOException, LayersealException {
    List<byte[]> images = new ArrayList<>();
    for (ComposefsVersion version : List.of(ComposefsVersion.AUTO, ComposefsVersion.exactly(2))) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      ComposefsTree tree =
          DumpfileReader.read(new ByteArrayInputStream(RandomDumpfile.make(seed)), false);
      try {
        ComposefsImage.write(tree, version, out);
        images.add(out.toByteArray());
      } catch (UnsupportedFeatureException e) {
        assertNotEquals(ComposefsVersion.AUTO, version);
      }
    }
    return images;
  }

  private static void dump(byte[] image) throws IOException, LayersealException {
    try (ComposefsReader reader = ComposefsReader.open(ImageSource.of(image))) {
      ComposefsInfo.dump(reader, any -> true, OutputStream.nullOutputStream());
      ComposefsInfo.list(reader, any -> true, OutputStream.nullOutputStream());
    }
  }
}
