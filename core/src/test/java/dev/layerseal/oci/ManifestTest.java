package dev.layerseal.oci;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.layerseal.error.FormatException;
import dev.layerseal.error.LayersealException;
import dev.layerseal.error.UnsupportedFeatureException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ManifestTest {

  private static final String OCI = MediaType.OCI_MANIFEST.toString();
  private static final String INDEX = MediaType.OCI_INDEX.toString();
  private static final String HEX = "0123456789abcdef".repeat(4);
  private static final String CONFIG =
      "{\"mediaType\":\"application/vnd.oci.image.config.v1+json\",\"digest\":\"sha256:%s\",\"size\":7}"
          .formatted(HEX);

  @Test
  void readsWhatItWrites() throws LayersealException {
    Descriptor subject = Descriptor.of(OCI, "image".getBytes(UTF_8));
    Descriptor layer =
        Descriptor.of(MediaType.PKCS7.toString(), "der".getBytes(UTF_8))
            .withAnnotations(Map.of("key", "värde"));
    Manifest written =
        Manifest.artifact("application/x", List.of(layer), subject, Map.of("b", "1"));
    Manifest read = Manifest.decode(OCI, written.bytes());
    assertArrayEquals(written.bytes(), read.bytes());
    assertEquals(List.of(layer), read.layers());
    assertEquals(Optional.of(subject), read.subject());
    assertEquals(Optional.of("application/x"), read.kind());
    assertEquals(Optional.of(Descriptor.emptyConfig()), read.config());
    assertEquals(Digest.sha256(written.bytes()), read.descriptor().digest());
    assertEquals(Map.of("b", "1"), read.descriptor().annotations());
  }

  @Test
  void writesMembersInTheOrderOfTheSpecification() {
    Descriptor subject = Descriptor.of(OCI, new byte[0]);
    String text = new String(Manifest.artifact("a/b", List.of(), subject, Map.of()).bytes(), UTF_8);
    assertEquals(
        "{\"schemaVersion\":2,\"mediaType\":\""
            + OCI
            + "\",\"artifactType\":\"a/b\",\"config\":{\"mediaType\":\"application/vnd.oci.empty.v1+json\","
            + "\"digest\":\"sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a\",\"size\":2},"
            + "\"layers\":[],\"subject\":{\"mediaType\":\""
            + OCI
            + "\",\"digest\":\"sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\",\"size\":0}}",
        text);
  }

  @Test
  void readsManifestsWithoutAMediaTypeAndWithUnknownMembers() throws LayersealException {
    byte[] bytes = manifest("\"x\":[1],");
    Manifest read = Manifest.decode(OCI, bytes);
    assertArrayEquals(bytes, read.bytes());
    assertEquals(List.of(), read.layers());
    assertEquals(7, read.imageConfig().size());
  }

  @Test
  void refusesWhatCouldBeReadAsAnotherKind() {
    assertMessage("$.manifests: does not belong into a " + OCI, manifest("\"manifests\":[],"));
    assertMessage(
        "$.mediaType: expected %s, was %s".formatted(OCI, INDEX),
        manifest("\"mediaType\":\"" + INDEX + "\","));
    byte[] layered = "{\"schemaVersion\":2,\"manifests\":[],\"layers\":[]}".getBytes(UTF_8);
    assertThrows(FormatException.class, () -> ImageIndex.decode(INDEX, layered));
    assertThrows(UnsupportedFeatureException.class, () -> Manifest.decode(INDEX, manifest("")));
    assertThrows(UnsupportedFeatureException.class, () -> ImageIndex.decode(OCI, manifest("")));
  }

  @Test
  void namesTheMemberThatIsWrong() {
    assertMessage(
        "$.config: expected an object, was absent", "{\"schemaVersion\":2}".getBytes(UTF_8));
    assertMessage("$.schemaVersion: expected 2, was 1", "{\"schemaVersion\":1}".getBytes(UTF_8));
    assertMessage(
        "$.layers[0].size: expected 0 or more, was -1",
        manifest(
            "\"layers\":[{\"mediaType\":\"a\",\"digest\":\"sha256:" + HEX + "\",\"size\":-1}],"));
    assertMessage(
        "$.layers[0].digest: digest \"sha256:1\": expected 64 lower-case hexadecimal digits after sha256:",
        manifest("\"layers\":[{\"mediaType\":\"a\",\"digest\":\"sha256:1\",\"size\":1}],"));
  }

  @Test
  void readsTheOldArtifactManifest() throws LayersealException {
    byte[] bytes =
        ("{\"mediaType\":\"%s\",\"artifactType\":\"a/b\",\"blobs\":[" + CONFIG + "]}")
            .formatted(MediaType.OCI_ARTIFACT_MANIFEST)
            .getBytes(UTF_8);
    Manifest read = Manifest.decode(MediaType.OCI_ARTIFACT_MANIFEST.toString(), bytes);
    assertEquals(1, read.layers().size());
    assertEquals(Optional.of("a/b"), read.kind());
  }

  @Test
  void saysThatAnArtifactIsNoImage() {
    Manifest seal = Manifest.artifact("a/b", List.of(), Descriptor.of(OCI, new byte[0]), Map.of());
    assertThrows(UnsupportedFeatureException.class, seal::imageConfig);
  }

  @Test
  void readsIndexesWithPlatforms() throws LayersealException {
    Descriptor entry =
        Descriptor.of(OCI, new byte[3]).withPlatform(Optional.of(Platform.parse("linux/arm/v7")));
    ImageIndex written = ImageIndex.of(List.of(entry), Map.of("a", "b"));
    ImageIndex read = ImageIndex.decode(INDEX, written.bytes());
    assertEquals(List.of(entry), read.manifests());
    assertEquals(Map.of("a", "b"), read.annotations());
  }

  @Test
  void readsDiffIdsAndPlatform() throws LayersealException {
    ImageConfig config =
        ImageConfig.decode(
            "{\"architecture\":\"arm64\",\"os\":\"linux\",\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[\"sha256:%s\"]}}"
                .formatted(HEX)
                .getBytes(UTF_8));
    assertEquals(HEX, config.diffIds().get(0).hex());
    assertEquals("linux/arm64", config.platform().toString());
    byte[] bad = "{\"rootfs\":{\"diff_ids\":[\"x\"]}}".getBytes(UTF_8);
    FormatException e = assertThrows(FormatException.class, () -> ImageConfig.decode(bad));
    assertEquals("$.rootfs.diff_ids[0]: digest \"x\": expected sha256: and digits", e.getMessage());
  }

  private static byte[] manifest(String members) {
    return "{%s\"schemaVersion\":2,\"config\":%s}".formatted(members, CONFIG).getBytes(UTF_8);
  }

  private static void assertMessage(String message, byte[] bytes) {
    FormatException e = assertThrows(FormatException.class, () -> Manifest.decode(OCI, bytes));
    assertEquals(message, e.getMessage());
  }
}
