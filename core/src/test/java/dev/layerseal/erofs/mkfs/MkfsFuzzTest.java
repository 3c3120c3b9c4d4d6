package dev.layerseal.erofs.mkfs;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.layerseal.error.FormatException;
import dev.layerseal.error.LayersealException;
import dev.layerseal.error.UnsupportedFeatureException;
import java.io.IOException;
import java.util.Arrays;

/**
 * Invariant: an image that does not depend on the pieces of the archive, or a refusal that says
 * why, within bounded memory.
 */
class MkfsFuzzTest {

  private static final int BOUND = 8 << 20;

  @FuzzTest(maxDuration = "10s")
  void tarIndex(byte[] tar) throws LayersealException, IOException {
    for (ErofsUtils version : ErofsUtils.values()) {
      image(MkfsOptions.tarIndex(version).withMemory(BOUND), tar);
    }
  }

  @FuzzTest(maxDuration = "10s")
  void full(byte[] tar) throws LayersealException, IOException {
    MkfsOptions full = MkfsOptions.full(ErofsUtils.V1_9).withMemory(BOUND);
    image(full.withInlineData(), tar);
    image(full.unsorted(), tar);
  }

  private static void image(MkfsOptions options, byte[] tar)
      throws LayersealException, IOException {
    try {
      byte[] whole = MkfsImage.of(options, tar).bytes();
      byte[] pieces = MkfsImage.of(options, tar, 1 + tar.length % 700).bytes();
      if (!Arrays.equals(whole, pieces)) {
        throw new AssertionError("pieces give another image");
      }
    } catch (FormatException | UnsupportedFeatureException e) {
      // A verdict.
    }
  }
}
