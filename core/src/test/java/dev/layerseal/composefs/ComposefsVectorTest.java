package dev.layerseal.composefs;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.layerseal.error.FormatException;
import dev.layerseal.error.LayersealException;
import dev.layerseal.fsverity.FsVerityParameters;
import dev.layerseal.testdata.Vector;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Dumpfiles, and what mkcomposefs made of them or why it takes none. */
class ComposefsVectorTest {

  static List<Vector> vectors() {
    return Vector.all("composefs");
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void dumpfilesGiveTheImagesOfTheTool(Vector vector) throws IOException, LayersealException {
    if (!vector.expect().equals("ok")) {
      assertThrows(FormatException.class, () -> read(vector));
      return;
    }
    for (int version = 0; version <= 1; version++) {
      assertEquals(
          text(vector, "v" + version + ".sha256"),
          digest(vector, version, FsVerityParameters.SHA256));
      String dump = Files.exists(vector.folder().resolve("v1.dump")) ? "v" + version : "v0";
      assertEquals(text(vector, dump + ".dump"), dump(vector, version));
    }
    assertEquals(text(vector, "v2.sha256"), digest(vector, 2, FsVerityParameters.SHA256));
    assertEquals(text(vector, "v2.sha512"), digest(vector, 2, FsVerityParameters.SHA512));
  }

  private static String digest(Vector vector, int version, FsVerityParameters parameters)
      throws IOException, LayersealException {
    ComposefsVersion chosen = ComposefsVersion.exactly(version);
    return ComposefsImage.digest(read(vector), chosen, parameters) + "\n";
  }

  private static String dump(Vector vector, int version) throws IOException, LayersealException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    DumpfileWriter.write(read(vector), ComposefsVersion.exactly(version), out);
    return out.toString(ISO_8859_1);
  }

  private static ComposefsTree read(Vector vector) throws IOException, LayersealException {
    return DumpfileReader.read(new ByteArrayInputStream(vector.bytes("input.dump")), false);
  }

  private static String text(Vector vector, String file) {
    return new String(vector.bytes(file), ISO_8859_1);
  }
}
