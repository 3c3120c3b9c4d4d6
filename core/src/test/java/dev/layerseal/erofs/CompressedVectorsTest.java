package dev.layerseal.erofs;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.layerseal.bytes.Hex;
import dev.layerseal.testdata.Vector;
import java.security.MessageDigest;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Compressed files whose indexes or streams are as other readers have got them wrong. */
class CompressedVectorsTest {

  static List<Vector> vectors() {
    List<Vector> all = Vector.all("erofs-compressed");
    assertFalse(all.isEmpty());
    return all;
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void hasTheContentThatWasCompressed(Vector vector) throws Exception {
    ImageSource image = ImageSource.of(vector.bytes("image.erofs"));
    ImageReader reader = ImageReader.open(image);
    byte[] content = reader.content(reader.find("/f").orElseThrow()).bytes();
    assertEquals(
        new String(vector.bytes("content.sha256"), US_ASCII).strip(),
        Hex.encode(MessageDigest.getInstance("SHA-256").digest(content)));
    assertTrue(ImageCheck.check(image).clean());
  }
}
