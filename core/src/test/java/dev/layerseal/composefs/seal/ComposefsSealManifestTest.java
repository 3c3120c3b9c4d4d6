package dev.layerseal.composefs.seal;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.layerseal.error.FormatException;
import dev.layerseal.error.LayersealException;
import dev.layerseal.error.UnsupportedFeatureException;
import dev.layerseal.error.VerificationException;
import dev.layerseal.oci.Descriptor;
import dev.layerseal.oci.Manifest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ComposefsSealManifestTest {

  private static final String SHA512 = ".fsverity-sha512-12";
  private static final String SHA256 = ".fsverity-sha256-12";
  private static final String MERGED = "composefs.merged.erofs.v1";
  private static final Descriptor IMAGE =
      Descriptor.of("application/vnd.oci.image.manifest.v1+json", "image".getBytes(US_ASCII));

  @Test
  void readsWhatTheDraftDescribes() throws LayersealException {
    ComposefsSealManifest seal =
        decode(
            entry("composefs.manifest" + SHA512),
            entry("composefs.config" + SHA512),
            entry(MERGED + SHA512),
            entry("composefs.merged.bootable.erofs.v1" + SHA512));
    seal.checkComplete();
    assertEquals(IMAGE, seal.subject());
    assertEquals("fsverity-sha512-12", seal.parameters().toString());
    assertEquals(
        List.of("manifest", "config", "merged", "merged.bootable"),
        seal.entries().stream().map(entry -> entry.part().toString()).toList());
  }

  @Test
  void readsEntriesOfLayersAnywhere() throws LayersealException {
    String layer = "composefs.layer.erofs.v1" + SHA256;
    ComposefsSealManifest seal = decode(entry(layer), entry(MERGED + SHA256), entry(layer));
    assertEquals(3, seal.entries().size());
    assertTrue(seal.has(SealedPart.LAYER));
    assertEquals(
        VerificationException.Reason.UNSIGNED,
        assertThrows(VerificationException.class, seal::checkComplete).reason());
  }

  @Test
  void refusesWhatTheDraftDoesNotAllow() {
    malformed("without an entry for the merged image", entry("composefs.config" + SHA512));
    malformed("without an entry for the merged image");
    malformed(
        "config comes after merged", entry(MERGED + SHA512), entry("composefs.config" + SHA512));
    malformed("merged comes after merged", entry(MERGED + SHA512), entry(MERGED + SHA512));
    malformed("two algorithms", entry("composefs.config" + SHA256), entry(MERGED + SHA512));
    malformed("expected fsverity-sha512-12", entry(MERGED + ".fsverity-sha1-12"));
    malformed("has 0 annotations", blob(Map.of("other", "value")));
    malformed(
        "has 2 annotations", blob(Map.of(MERGED + SHA256, "00".repeat(32), "composefs.x", "y")));
    malformed("a digest of sha256 under", blob(Map.of(MERGED + SHA512, "00".repeat(32))));
    malformed("fs-verity digest", blob(Map.of(MERGED + SHA256, "0G".repeat(32))));
    unsupported("reserved", entry(MERGED + ".fsverity-sha512-16"));
    unsupported("annotation composefs.other", entry("composefs.other" + SHA512));
    unsupported("an entry of type text/plain", entry(MERGED + SHA512).withMediaType("text/plain"));
  }

  private static void malformed(String message, Descriptor... entries) {
    String told = assertThrows(FormatException.class, () -> decode(entries)).toString();
    assertTrue(told.contains(message), told);
  }

  private static void unsupported(String message, Descriptor... entries) {
    String told = assertThrows(UnsupportedFeatureException.class, () -> decode(entries)).toString();
    assertTrue(told.contains(message), told);
  }

  private static ComposefsSealManifest decode(Descriptor... entries) throws LayersealException {
    List<Descriptor> layers = new ArrayList<>(List.of(entries));
    Manifest manifest =
        Manifest.artifact(ComposefsSealManifest.ARTIFACT_TYPE, layers, IMAGE, Map.of());
    return ComposefsSealManifest.decode(Manifest.decode(manifest.mediaType(), manifest.bytes()));
  }

  private static Descriptor entry(String key) {
    return blob(Map.of(key, "ab".repeat(key.contains("sha512") ? 64 : 32)));
  }

  private static Descriptor blob(Map<String, String> annotations) {
    return Descriptor.of(ComposefsSealEntry.MEDIA_TYPE, "blob".getBytes(US_ASCII))
        .withAnnotations(annotations);
  }
}
