package dev.layerseal.erofs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.layerseal.error.UnsupportedFeatureException;
import dev.layerseal.testdata.Vector;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Images with a few bytes changed, and what a kernel made of them. */
class DamagedImagesTest {

  static List<Vector> vectors() {
    List<Vector> all = Vector.all("erofs-damaged");
    assertFalse(all.isEmpty());
    return all;
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void hasTheVerdictOfTheKernel(Vector vector) throws IOException {
    assertEquals(vector.expect(), verdict(ImageSource.of(vector.bytes("image.erofs"))));
  }

  private static String verdict(ImageSource image) throws IOException {
    try {
      return ImageCheck.check(image).clean() ? "ok" : "malformed";
    } catch (UnsupportedFeatureException e) {
      return "unsupported";
    }
  }
}
