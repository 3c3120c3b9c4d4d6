package dev.layerseal.oci.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.layerseal.error.FormatException;
import dev.layerseal.error.LayersealException;
import dev.layerseal.error.RegistryException;
import dev.layerseal.error.UnsupportedFeatureException;
import dev.layerseal.oci.Descriptor;
import dev.layerseal.oci.Digest;
import dev.layerseal.oci.ImageIndex;
import dev.layerseal.oci.ImageReference;
import dev.layerseal.oci.Manifest;
import dev.layerseal.oci.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store of images has to keep, whatever is behind it. */
public abstract class ImageStoreContract {

  protected static final String MANIFEST = MediaType.OCI_MANIFEST.toString();

  /** 300,000 bytes that no text codec leaves alone. */
  protected static final byte[] LAYER = new byte[300_000];

  static {
    new java.util.Random(7).nextBytes(LAYER);
  }

  protected ImageStore store = new MemoryStore();

  /** An empty repository. */
  protected abstract ImageStore open() throws Exception;

  /** A reference into that repository. */
  protected abstract ImageReference reference(String suffix) throws LayersealException;

  @BeforeEach
  void openStore() throws Exception {
    store = open();
  }

  @AfterEach
  void closeStore() {
    store.close();
  }

  @Test
  void givesBackTheBlobsItTook() throws Exception {
    // Contents of their own: some registries have one pool of blobs for all repositories.
    for (byte[] content : List.of(fresh(1), new byte[] {1, 2, 3, 4}, "a text".getBytes(UTF_8))) {
      Descriptor blob = Descriptor.of("application/octet-stream", content);
      assertFalse(store.hasBlob(blob));
      store.pushBlob(blob, content);
      store.pushBlob(blob, content);
      assertTrue(store.hasBlob(blob));
      try (InputStream in = store.openBlob(blob)) {
        assertArrayEquals(content, in.readAllBytes());
      }
    }
  }

  @Test
  void refusesABlobThatIsNotWhatItIsCalled() throws Exception {
    byte[] content = fresh(2);
    Descriptor blob = Descriptor.of("application/octet-stream", content);
    byte[] changed = content.clone();
    changed[5] ^= 1;
    assertThrows(FormatException.class, () -> store.pushBlob(blob, changed));
    assertThrows(FormatException.class, () -> store.pushBlob(blob, new byte[3]));
    assertFalse(store.hasBlob(blob));
  }

  @Test
  void saysThatABlobIsMissing() {
    byte[] content = fresh(3);
    Descriptor blob = Descriptor.of("application/octet-stream", content);
    assertThrows(RegistryException.class, () -> store.fetchBlob(blob, content.length));
  }

  @Test
  void refusesBlobsPastTheLimitOfTheCaller() {
    byte[] content = fresh(4);
    Descriptor blob = Descriptor.of("application/octet-stream", content);
    assertThrows(FormatException.class, () -> store.fetchBlob(blob, 1000));
  }

  @Test
  void resolvesTagsAndDigests() throws Exception {
    Manifest image = pushImage("v1", LAYER);
    Descriptor byTag = store.resolve(reference(":v1"));
    assertEquals(image.descriptor().digest(), byTag.digest());
    assertEquals(MANIFEST, byTag.mediaType());
    assertEquals(image.bytes().length, byTag.size());
    assertEquals(byTag.digest(), store.resolve(reference("@" + byTag.digest())).digest());
    assertEquals(byTag.digest(), store.resolve(reference(":other@" + byTag.digest())).digest());
    assertArrayEquals(image.bytes(), store.fetchManifest(byTag));
    assertThrows(RegistryException.class, () -> store.resolve(reference(":v2")));
    Digest absent = Digest.sha256(new byte[1]);
    assertThrows(RegistryException.class, () -> store.resolve(reference("@" + absent)));
  }

  @Test
  void removesAReferrerOrSaysThatItCannot() throws Exception {
    Manifest image = pushImage("v1", fresh(7));
    List<Digest> signatures = new ArrayList<>();
    for (String kind : List.of("application/x", "application/y")) {
      Manifest referrer =
          Manifest.artifact(kind, List.of(), image.descriptor(), Map.of("kind", kind));
      store.pushBlob(Descriptor.emptyConfig(), Descriptor.emptyJson());
      store.pushManifest(referrer.descriptor(), referrer.bytes(), Optional.empty());
      signatures.add(referrer.descriptor().digest());
    }
    Digest subject = image.descriptor().digest();
    assertEquals(2, store.referrers(subject).size());
    try {
      store.deleteReferrer(signatures.get(0), subject);
    } catch (UnsupportedFeatureException e) {
      assertEquals(2, store.referrers(subject).size());
      assertTrue(store.hasManifest(signatures.get(0)));
      return;
    }
    assertFalse(store.hasManifest(signatures.get(0)));
    assertEquals(
        List.of(signatures.get(1)),
        store.referrers(subject).stream().map(Descriptor::digest).toList());
    store.deleteReferrer(signatures.get(0), subject);
    store.deleteReferrer(signatures.get(1), subject);
    assertEquals(List.of(), store.referrers(subject));
    assertEquals(List.of("v1"), store.tags());
    assertArrayEquals(image.bytes(), store.fetchManifest(image.descriptor()));
  }

  @Test
  void movesATag() throws Exception {
    pushImage("v1", LAYER);
    Manifest second = pushImage("v1", "other".getBytes(UTF_8));
    assertEquals(second.descriptor().digest(), store.resolve(reference(":v1")).digest());
    assertEquals(List.of("v1"), store.tags());
  }

  @Test
  void keepsTheExactBytesOfAManifest() throws Exception {
    Manifest image = pushImage("v1", LAYER);
    byte[] spaced =
        new String(image.bytes(), UTF_8)
            .replace("\"layers\"", " \n\"x\": \"ä😀\", \"layers\"")
            .getBytes(UTF_8);
    Descriptor descriptor = Descriptor.of(MANIFEST, spaced);
    store.pushManifest(descriptor, spaced, Optional.of("spaced"));
    assertEquals(descriptor.digest(), store.resolve(reference(":spaced")).digest());
    assertArrayEquals(spaced, store.fetchManifest(descriptor));
  }

  @Test
  void refusesAManifestThatIsNotWhatItIsCalled() throws Exception {
    Manifest image = image(LAYER);
    Descriptor other = Descriptor.of(MANIFEST, Digest.sha256(new byte[1]), image.bytes().length);
    assertThrows(
        FormatException.class, () -> store.pushManifest(other, image.bytes(), Optional.empty()));
    assertEquals(List.of(), store.tags());
  }

  @Test
  void findsReferrers() throws Exception {
    Descriptor image = pushImage("v1", LAYER).descriptor();
    Descriptor other = pushImage("v2", "x".getBytes(UTF_8)).descriptor();
    assertEquals(List.of(), store.referrers(image.digest()));
    Set<Digest> pushed = new TreeSet<>();
    for (int i = 0; i < 7; i++) {
      pushed.add(pushSeal(image, "application/x" + i % 2, Map.of("n", "" + i)).digest());
    }
    Descriptor foreign = pushSeal(other, "application/x", Map.of());
    assertEquals(pushed, digests(store.referrers(image.digest())));
    assertEquals(Set.of(foreign.digest()), digests(store.referrers(other.digest())));
    Descriptor found = store.referrers(other.digest()).get(0);
    assertEquals(
        Optional.of("application/x"),
        Manifest.decode(found.mediaType(), store.fetchManifest(found)).kind());
    pushSeal(other, "application/x", Map.of());
    assertEquals(1, store.referrers(other.digest()).size());
    assertEquals(image.digest(), store.resolve(reference(":v1")).digest());
  }

  @Test
  void keepsIndexes() throws Exception {
    Manifest image = pushImage("v1", LAYER);
    ImageIndex index = ImageIndex.of(List.of(image.descriptor()), Map.of("a", "ö"));
    store.pushManifest(index.descriptor(), index.bytes(), Optional.of("multi"));
    Descriptor found = store.resolve(reference(":multi"));
    assertEquals(index.descriptor().digest(), found.digest());
    assertEquals(MediaType.OCI_INDEX.toString(), found.mediaType());
    assertArrayEquals(index.bytes(), store.fetchManifest(found));
    assertEquals(Set.of("v1", "multi"), new TreeSet<>(store.tags()));
  }

  private static byte[] fresh(int number) {
    byte[] content = LAYER.clone();
    content[0] += (byte) number;
    return content;
  }

  protected final Manifest pushImage(String tag, byte[] layer)
      throws LayersealException, IOException {
    Manifest image = image(layer);
    store.pushBlob(image.config().orElseThrow(), config());
    store.pushBlob(image.layers().get(0), layer);
    store.pushManifest(image.descriptor(), image.bytes(), Optional.of(tag));
    return image;
  }

  protected final Descriptor pushSeal(
      Descriptor subject, String kind, Map<String, String> annotations)
      throws LayersealException, IOException {
    byte[] der = {0x30, (byte) 0x80, (byte) 0xff};
    Descriptor blob = Descriptor.of(MediaType.PKCS7.toString(), der);
    Manifest seal = Manifest.artifact(kind, List.of(blob), subject, annotations);
    store.pushBlob(Descriptor.emptyConfig(), Descriptor.emptyJson());
    store.pushBlob(blob, der);
    store.pushManifest(seal.descriptor(), seal.bytes(), Optional.empty());
    return seal.descriptor();
  }

  protected static Manifest image(byte[] layer) {
    return Manifest.of(
        Optional.empty(),
        Descriptor.of(MediaType.OCI_CONFIG.toString(), config()),
        List.of(Descriptor.of(MediaType.OCI_TAR.toString(), layer)),
        Optional.empty(),
        Map.of());
  }

  protected static byte[] config() {
    return "{\"architecture\":\"amd64\",\"os\":\"linux\",\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[]}}"
        .getBytes(UTF_8);
  }

  protected static Set<Digest> digests(List<Descriptor> descriptors) {
    return descriptors.stream()
        .map(Descriptor::digest)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** For stores that can only be read. */
  static void assertReadOnly(ImageStore archive) {
    assertThrows(
        UnsupportedFeatureException.class,
        () -> archive.pushBlob(Descriptor.of("a/b", new byte[1]), new byte[1]));
  }
}
