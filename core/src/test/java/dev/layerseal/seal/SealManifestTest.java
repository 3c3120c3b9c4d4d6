package dev.layerseal.seal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.layerseal.error.FormatException;
import dev.layerseal.error.LayersealException;
import dev.layerseal.error.UnsupportedFeatureException;
import dev.layerseal.oci.Descriptor;
import dev.layerseal.oci.Manifest;
import dev.layerseal.oci.MediaType;
import dev.layerseal.testdata.Vector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SealManifestTest {

  private static final Path BLOBS = Vector.folder("seal").resolve("blobs");

  static List<Vector> vectors() {
    return Vector.all("seal");
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void readsAndWritesEachFormByteForByte(Vector vector) throws Exception {
    SealManifest read = decode(vector.bytes("manifest.json"));
    assertEquals(vector.name(), read.form().toString());
    List<LayerSeal> seals = read.open(SealManifestTest::blob);
    assertEquals(2, seals.size());
    SealManifest written =
        SealManifest.of(
            read.form(),
            read.subject(),
            seals,
            List.of(),
            read.created().orElse(Instant.EPOCH),
            Optional.empty());
    assertEquals(text(vector), new String(written.manifest().bytes(), UTF_8));
  }

  @Test
  void hasTheVectors() {
    assertEquals(
        List.of("containerd", "notary", "proposal"), vectors().stream().map(Vector::name).toList());
  }

  @Test
  void readsTheOlderBlobInJson() throws Exception {
    SealEntry entry = decode(bytes("containerd")).entries().get(0);
    String json =
        """
        {
          "layer_digest": "%s",
          "root_hash": "%s",
          "signature": "%s"
        }
        """
            .formatted(entry.layer(), entry.rootHash(), entry.signatureText().orElseThrow());
    assertEquals(entry.open(blob(entry.descriptor())), entry.open(json.getBytes(UTF_8)));
    String other = json.replace(entry.rootHash().toString(), "00".repeat(32));
    assertRefused("root_hash in the blob", () -> entry.open(other.getBytes(UTF_8)));
    SealEntry notary = decode(bytes("notary")).entries().get(0);
    assertRefused("the blob is JSON", () -> notary.open(json.getBytes(UTF_8)));
  }

  @Test
  void refusesABlobThatIsNotTheAnnotation() throws Exception {
    List<SealEntry> entries = decode(bytes("notary")).entries();
    byte[] other = blob(entries.get(1).descriptor());
    assertRefused("is not the one in the blob", () -> entries.get(0).open(other));
  }

  @Test
  void refusesTwoSealsForOneLayer() {
    String text =
        text("notary")
            .replace(
                "87b07bfc82042ae50ff237320eda140835d2230e292010f32b183df86bc85142",
                "e4ca90a131e9c69f18fb6bea8358e5c146a78bfd38a336b404ebf62fe40787c5");
    assertRefused("two seals for layer", () -> decode(text.getBytes(UTF_8)));
  }

  @Test
  void refusesMissingAndMalformedFacts() {
    assertRefused("no annotation", text("notary").replace("layer-roothash", "layer-hash"));
    assertRefused("lower-case", text("notary").replace("\"d81ee403478b", "\"D81ee403478b"));
    assertRefused("without a subject", text("notary").replace("\"subject\"", "\"object\""));
    String none =
        text("notary").replaceFirst("\"layers\":\\[.*\\],\"subject\"", "\"layers\":[],\"subject\"");
    assertRefused("without an entry", none);
  }

  @Test
  void refusesEntriesAndArtifactsOfOtherTypes() {
    assertThrows(
        UnsupportedFeatureException.class,
        () ->
            decode(
                text("notary").replaceFirst("layer-signature\\+pkcs7", "other").getBytes(UTF_8)));
    assertThrows(
        UnsupportedFeatureException.class,
        () -> decode(text("notary").replace("dmverity.v1\"", "dmverity.v9\"").getBytes(UTF_8)));
  }

  @Test
  void readsWhatFormsAddBesideTheSignatures() throws Exception {
    SealManifest plain = decode(bytes("notary"));
    List<LayerSeal> seals = plain.open(SealManifestTest::blob);
    Descriptor tree =
        Descriptor.of("application/vnd.cncf.dmverity.merkle-tree.v1", new byte[] {1})
            .withAnnotations(
                java.util.Map.of(
                    "io.cncf.notary.dmverity.source-layer-digest",
                    seals.get(1).layer().toString()));
    SealManifest written =
        SealManifest.of(
            SealForm.METADATA,
            plain.subject(),
            seals,
            List.of(tree),
            Instant.EPOCH,
            Optional.of("{\"name\":\"x\"}"));
    SealManifest read = decode(written.manifest().bytes());
    assertEquals(List.of(tree), read.attachments());
    assertEquals(plain.layers(), read.layers());
    assertEquals(Optional.of("{\"name\":\"x\"}"), read.recipe());
    assertEquals(tree, read.manifest().layers().get(2));
    assertArrayEquals(written.manifest().bytes(), read.manifest().bytes());
  }

  @Test
  void aBadTimeCountsAsNone() throws Exception {
    String text = text("notary").replace("2026-11-21T03:18:30Z", "yesterday");
    assertTrue(decode(text.getBytes(UTF_8)).created().isEmpty());
  }

  private interface Reading {
    Object read() throws LayersealException;
  }

  private static void assertRefused(String why, String manifest) {
    assertRefused(why, () -> decode(manifest.getBytes(UTF_8)));
  }

  private static void assertRefused(String why, Reading reading) {
    FormatException refused = assertThrows(FormatException.class, reading::read);
    assertTrue(String.valueOf(refused.getMessage()).contains(why), refused::getMessage);
  }

  private static SealManifest decode(byte[] bytes) throws LayersealException {
    return SealManifest.decode(Manifest.decode(MediaType.OCI_MANIFEST.toString(), bytes));
  }

  private static byte[] blob(Descriptor descriptor) throws LayersealException {
    try {
      return Files.readAllBytes(BLOBS.resolve(descriptor.digest().hex()));
    } catch (IOException e) {
      throw new FormatException("no blob", e);
    }
  }

  private static String text(Vector vector) {
    return new String(vector.bytes("manifest.json"), UTF_8);
  }

  private static byte[] bytes(String name) {
    return text(name).getBytes(UTF_8);
  }

  private static String text(String name) {
    return vectors().stream()
        .filter(vector -> vector.name().equals(name))
        .map(SealManifestTest::text)
        .findFirst()
        .orElseThrow();
  }
}
