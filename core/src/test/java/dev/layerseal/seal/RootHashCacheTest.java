package dev.layerseal.seal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.layerseal.erofs.mkfs.ErofsUtils;
import dev.layerseal.error.FormatException;
import dev.layerseal.oci.Descriptor;
import dev.layerseal.oci.Digest;
import dev.layerseal.oci.MediaType;
import dev.layerseal.oci.store.MemoryStore;
import dev.layerseal.recipe.Recipe;
import dev.layerseal.tar.TarWarning;
import dev.layerseal.testdata.Vector;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RootHashCacheTest {

  private static final byte[] SECRET = "a secret of a test, 32 bytes long".getBytes(UTF_8);
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  @TempDir Path folder;

  private final MemoryStore store = new MemoryStore();
  private final AtomicInteger opened = new AtomicInteger();
  private LayerSource layer;

  @BeforeEach
  void storeLayer() throws Exception {
    byte[] blob = Files.readAllBytes(Vector.folder("recipe").resolve("layer.tar.gz"));
    Descriptor descriptor = Descriptor.of(MediaType.OCI_TAR_GZIP.toString(), blob);
    store.pushBlob(descriptor, blob);
    LayerSource stored = LayerSource.of(store, descriptor, Optional.empty());
    layer = counting(stored, blob);
  }

  @Test
  void aKnownLayerIsNotReadAgain() throws Exception {
    ConvertedLayer first = convert(cache(SECRET, "1"), layer, Recipe.known());
    ConvertedLayer second = convert(cache(SECRET, "1"), layer, Recipe.known());
    assertEquals(first, second);
    assertEquals(1, opened.get());
  }

  @Test
  void warningsAreKept() throws Exception {
    RootHashCache cache = cache(SECRET, "1");
    ConvertedLayer plain = convert(cache, layer, known());
    TarWarning warning = new TarWarning(TarWarning.Kind.LONG_TAIL, 512, "16 KiB \"and\" more");
    ConvertedLayer warned =
        new ConvertedLayer(
            plain.digest(), plain.diffId(), plain.size(), plain.images(), List.of(warning));
    cache.keep(layer, known(), warned);
    assertEquals(Optional.of(warned), cache.find(layer, known()));
  }

  @Test
  void otherRecipesReleasesAndDiffIdsAreOtherQuestions() throws Exception {
    RootHashCache cache = cache(SECRET, "1");
    convert(cache, layer, known());
    convert(cache, layer, List.of(Recipe.DEFAULT.withWriter(ErofsUtils.V1_8)));
    convert(cache(SECRET, "2"), layer, known());
    assertEquals(3, opened.get());
    LayerSource claimed =
        new LayerSource(
            layer.label(),
            layer.blob(),
            layer.size(),
            layer.digest(),
            Optional.of(Digest.sha256(new byte[0])),
            layer.compression(),
            layer.erofs());
    assertThrows(Exception.class, () -> convert(cache, claimed, known()));
    assertEquals(4, opened.get());
  }

  @Test
  void anEntryThatWasChangedInAnyByteCountsAsMissing() throws Exception {
    RootHashCache cache = cache(SECRET, "1");
    convert(cache, layer, known());
    Path entry = entries().get(0);
    byte[] good = Files.readAllBytes(entry);
    for (int i = 0; i < good.length - 1; i++) {
      byte[] changed = good.clone();
      changed[i] ^= 1;
      Files.write(entry, changed);
      assertTrue(cache.find(layer, known()).isEmpty(), "byte " + i);
    }
    Files.write(entry, good);
    assertTrue(cache.find(layer, known()).isPresent());
  }

  @Test
  void anEntryMadeWithAnotherSecretCountsAsMissing() throws Exception {
    convert(cache("the secret of somebody else, longer".getBytes(UTF_8), "1"), layer, known());
    assertTrue(cache(SECRET, "1").find(layer, known()).isEmpty());
  }

  @Test
  void theEntryOfAnotherLayerCountsAsMissing() throws Exception {
    RootHashCache cache = cache(SECRET, "1");
    convert(cache, layer, known());
    LayerSource other = layer.withDigest(Digest.sha256(new byte[] {1}));
    ConvertedLayer result = cache.find(layer, known()).orElseThrow();
    cache.keep(other, known(), result);
    Path mine = entries().get(0);
    Path others = entries().get(1);
    byte[] swapped = Files.readAllBytes(mine);
    Files.copy(others, mine, StandardCopyOption.REPLACE_EXISTING);
    Files.write(others, swapped);
    assertTrue(cache.find(layer, known()).isEmpty());
    assertTrue(cache.find(other, known()).isEmpty());
  }

  @Test
  void theEntriesNotUsedForLongestGoFirst() throws Exception {
    for (int i = 0; i < 9; i++) {
      RootHashCache cache =
          new RootHashCache(folder, SECRET, "1", 8, at(START.plus(Duration.ofDays(i))));
      LayerSource numbered = layer.withDigest(Digest.sha256(new byte[] {(byte) i}));
      ConvertedLayer result =
          new LayerConverter(LayerConverter.Settings.STANDARD).convert(layer, known());
      cache.keep(numbered, List.of(Recipe.DEFAULT), result);
      Optional<ConvertedLayer> kept = cache.find(numbered, known());
      assertEquals(Optional.of(result), kept);
    }
    assertEquals(7, entries().size());
    LayerSource oldest = layer.withDigest(Digest.sha256(new byte[] {0}));
    assertTrue(cache(SECRET, "1").find(oldest, known()).isEmpty());
  }

  @Test
  void aFolderThatCannotBeMadeCostsTimeOnly() throws Exception {
    Path file = Files.createFile(folder.resolve("file"));
    RootHashCache cache =
        new RootHashCache(file.resolve("below"), SECRET, "1", 8, Clock.systemUTC());
    convert(cache, layer, known());
    convert(cache, layer, known());
    assertEquals(2, opened.get());
  }

  @Test
  void failuresAreNotKept() throws Exception {
    LayerSource broken = counting(layer, "no archive".getBytes(UTF_8));
    for (int i = 0; i < 2; i++) {
      assertThrows(FormatException.class, () -> convert(cache(SECRET, "1"), broken, known()));
    }
    assertEquals(2, opened.get());
    assertEquals(List.of(), entries());
  }

  private static List<Recipe> known() {
    return List.of(Recipe.DEFAULT);
  }

  private LayerSource counting(LayerSource like, byte[] blob) {
    return new LayerSource(
        like.label(),
        () -> {
          opened.incrementAndGet();
          return new ByteArrayInputStream(blob);
        },
        blob.length,
        like.digest(),
        like.diffId(),
        like.compression(),
        like.erofs());
  }

  private static ConvertedLayer convert(
      RootHashCache cache, LayerSource source, List<Recipe> recipes) throws Exception {
    List<Recipe> usable = recipes.stream().filter(LayerConverter::supports).toList();
    return new ImageConverter(LayerConverter.Settings.STANDARD, 1)
        .withCache(Optional.of(cache))
        .convert(List.of(source), usable)
        .get(0);
  }

  private RootHashCache cache(byte[] secret, String producer) {
    return new RootHashCache(folder, secret, producer, 8, at(START));
  }

  private static Clock at(Instant time) {
    return Clock.fixed(time, ZoneOffset.UTC);
  }

  private List<Path> entries() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }
}
