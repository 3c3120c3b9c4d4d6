package dev.layerseal.composefs;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.layerseal.erofs.ImageCheck;
import dev.layerseal.erofs.ImageSource;
import dev.layerseal.error.LayersealException;
import dev.layerseal.error.UnsupportedFeatureException;
import dev.layerseal.fsverity.FsVerityAlgorithm;
import dev.layerseal.fsverity.FsVerityParameters;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Digests of images that other implementations hold fixed in their own tests. */
class ComposefsImageTest {

  private static final String EMPTY = "/ 0 40755 2 0 0 0 0.0 - - -\n";
  private static final String SIMPLE =
      """
      / 0 40755 2 0 0 0 0.0 - - -
      /blkdev 0 60000 1 0 0 123 0.0 - - -
      /chrdev 0 20000 1 0 0 123 0.0 - - -
      /fifo 0 10000 1 0 0 0 0.0 - - -
      /regular-external 1234 100000 1 0 0 0 0.0 5a/%1$s - 5a%1$s
      /regular-inline 4 100000 1 0 0 0 0.0 - hihi -
      /socket 0 140000 1 0 0 0 0.0 - - -
      /symlink 7 120000 1 0 0 0 0.0 /target - -
      """
          .formatted("5a".repeat(31));

  /** One layer of a test of composefs-rs, merged. */
  private static final String LAYER =
      """
      / 0 40755 3 0 0 0 1234567890.0 - - -
      /hello-link.txt 22 100644 2 0 0 0 1234567890.0 - hello\\x20from\\x20test\\x20layer\\n -
      /hello.txt 0 @120000 - - - - 0.0 /hello-link.txt - -
      /usr 0 40755 2 0 0 0 1234567890.0 - - -
      """;

  @Test
  void emptyTree() throws IOException, LayersealException {
    assertEquals(
        "8f589e8f57ecb88823736b0d857ddca1e1068a23e264fad164b28f7038eb3682", digest(EMPTY, 0));
    assertEquals(
        "14a26c957c84f6eb774b91205476adc13196c7c33b9dd97d08d43725ecb90b63", digest(EMPTY, 1));
    assertEquals(
        "086b702a519b57d6ef5aea6f8b3f2be24355cd1fb835cd80fb4e3d388b24d5a5", digest(EMPTY, 2));
  }

  @Test
  void oneFileOfEachType() throws IOException, LayersealException {
    assertEquals(
        "9f3f5620ee0c54708516467d0d58741e7963047c7106b245d94c298259d0fa01", digest(SIMPLE, 0));
    assertEquals(
        "ad6db6427568a1e4fdc772cbab7b6063f5eb4b33cb62982a740ba9213e5962b5", digest(SIMPLE, 1));
    assertEquals(
        "a8fcd41f8b313bede69f462f2af0a38d64b99a6333f5df884ea9ab4037fac722", digest(SIMPLE, 2));
  }

  @Test
  void hardLinkAndSha512() throws IOException, LayersealException {
    assertEquals(
        "d06f1f6a73f62ed48e05ce9442ff045cdf2a9f5ba1ec623795de3d6177a253d9"
            + "1076459795d94f55d8c3d71dab458bb3fc0071255a50c0a4896d86ffdc870b9a",
        digest(LAYER, 1, FsVerityAlgorithm.SHA512));
    assertEquals(
        "f7684c21050615c02cec250e0c7d4118fb0ff6340af5039e06f2f372a7614fff"
            + "25dfd38cf7f28ad67d8b86e86371b7deafa9ae4bf543630322aee6196417de92",
        digest(LAYER, 2, FsVerityAlgorithm.SHA512));
  }

  @Test
  void imagesOfEveryVersionPassTheCheckOfErofs() throws IOException, LayersealException {
    for (String dumpfile : List.of(EMPTY, SIMPLE, LAYER)) {
      for (int version = 0; version <= 2; version++) {
        ByteArrayOutputStream image = new ByteArrayOutputStream();
        ComposefsImage.write(tree(dumpfile), ComposefsVersion.exactly(version), image);
        try (ImageSource source = ImageSource.of(image.toByteArray())) {
          assertEquals(List.of(), ImageCheck.check(source).findings(), "version " + version);
        }
      }
    }
  }

  @Test
  void version2TakesContentAsLongAsItFitsBehindAnInode() throws IOException, LayersealException {
    String lines = "/ 0 40755 2 0 0 0 0.0 - - -\n/s %d 120777 1 0 0 0 0.0 %s - -\n";
    digest(lines.formatted(4032, "s".repeat(4032)), 2);
    assertThrows(
        UnsupportedFeatureException.class,
        () -> digest(lines.formatted(4095, "s".repeat(4095)), 2));
  }

  private static ComposefsTree tree(String dumpfile) throws IOException, LayersealException {
    return DumpfileReader.read(new ByteArrayInputStream(dumpfile.getBytes(ISO_8859_1)), false);
  }

  private static String digest(String dumpfile, int version)
      throws IOException, LayersealException {
    return digest(dumpfile, version, FsVerityAlgorithm.SHA256);
  }

  private static String digest(String dumpfile, int version, FsVerityAlgorithm algorithm)
      throws IOException, LayersealException {
    return ComposefsImage.digest(
            tree(dumpfile), ComposefsVersion.exactly(version), FsVerityParameters.of(algorithm))
        .toString();
  }
}
