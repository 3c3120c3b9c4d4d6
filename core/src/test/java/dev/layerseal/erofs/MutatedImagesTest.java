package dev.layerseal.erofs;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.layerseal.testdata.Vector;
import java.util.List;
import org.junit.jupiter.api.Test;

class MutatedImagesTest {

  private static final long SEED = 20261121;
  private static final int ROUNDS = 3000;

  @Test
  void everyChangedImageHasAVerdict() {
    MutatedImages mutations = new MutatedImages(SEED);
    List<Vector> vectors = Vector.all("erofs-reader");
    int findings = 0;
    for (int i = 0; i < ROUNDS; i++) {
      byte[] image = mutations.mutate(vectors.get(i % vectors.size()).bytes("image.erofs"));
      try {
        findings += MutatedImages.readAll(image) ? 0 : 1;
      } catch (Exception | StackOverflowError | OutOfMemoryError e) {
        throw new AssertionError("seed " + SEED + " round " + i, e);
      }
    }
    assertTrue(findings > ROUNDS / 2, "only " + findings + " of " + ROUNDS);
  }
}
