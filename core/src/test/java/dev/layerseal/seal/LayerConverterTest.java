package dev.layerseal.seal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.layerseal.compress.Compression;
import dev.layerseal.compress.SizeLimits;
import dev.layerseal.error.FormatException;
import dev.layerseal.error.LayersealException;
import dev.layerseal.error.StreamException;
import dev.layerseal.error.UnsupportedFeatureException;
import dev.layerseal.error.VerificationException;
import dev.layerseal.oci.CheckedStream;
import dev.layerseal.oci.Descriptor;
import dev.layerseal.oci.Digest;
import dev.layerseal.oci.MediaType;
import dev.layerseal.oci.store.MemoryStore;
import dev.layerseal.recipe.Recipe;
import dev.layerseal.recipe.RecipeOverrides;
import dev.layerseal.testdata.Vector;
import dev.layerseal.verity.HashTree;
import dev.layerseal.verity.LeafHasher;
import dev.layerseal.verity.LeafStore;
import dev.layerseal.verity.SpillFolder;
import dev.layerseal.verity.VerityParameters;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LayerConverterTest {

  private static final Path VECTORS = Vector.folder("recipe");

  @TempDir static Path folder;
  private final byte[] gzip = read("layer.tar.gz");
  private final byte[] zstd = read("layer.tar.zst");
  private final byte[] tar = gunzip(gzip);
  private final LayerConverter converter = new LayerConverter(settings());

  @Test
  void computesTheRootHashesOfTheRealToolsInOnePass() throws Exception {
    List<Recipe> recipes = new ArrayList<>();
    for (Vector vector : Vector.all("recipe")) {
      Recipe recipe = Recipe.parse(vector.name().replace('_', '@'));
      if (LayerConverter.supports(recipe)) {
        recipes.add(recipe);
      }
    }
    assertTrue(recipes.size() >= 8, "vectors were not found");
    ConvertedLayer result = converter.convert(source(gzip), recipes);
    for (ConvertedLayer.Image image : result.images()) {
      assertEquals(
          expected(image.recipe()), image.rootHash().toString(), image.recipe().toString());
    }
    assertEquals(recipes, result.images().stream().map(ConvertedLayer.Image::recipe).toList());
    assertEquals(Digest.sha256(tar), result.diffId());
    assertEquals(Digest.sha256(gzip), result.digest());
    assertEquals(tar.length, result.size());
  }

  @Test
  void theWayOfCompressionDoesNotMatterWhereTheUuidDoesNotDependOnIt() throws Exception {
    Recipe recipe = Recipe.parse("tar-index-content");
    for (byte[] blob : List.of(tar, gzip, zstd)) {
      ConvertedLayer result = converter.convert(source(blob), List.of(recipe));
      assertEquals(expected(recipe), result.rootHash(recipe).toString());
    }
  }

  @Test
  void computesBothDigestsOfFilesHoweverTheyAreCompressed() throws Exception {
    Recipe recipe = Recipe.parse("tar-index-content");
    for (byte[] blob : List.of(tar, gzip, zstd, new byte[1024], new byte[0])) {
      Path file = Files.write(folder.resolve("layer"), blob);
      ConvertedLayer result = converter.convert(LayerSource.ofFile(file, false), List.of(recipe));
      boolean compressed = blob == gzip || blob == zstd;
      assertEquals(Digest.sha256(blob), result.digest());
      assertEquals(Digest.sha256(compressed ? tar : blob), result.diffId());
    }
  }

  @Test
  void theRootHashUuidFollowsFromTheFixedOne() throws Exception {
    Recipe recipe = override("root-hash", null);
    ConvertedLayer result = converter.convert(source(gzip), List.of(Recipe.DEFAULT, recipe));
    String uuid = result.images().get(1).uuid().orElseThrow().toString();
    assertEquals(
        result.rootHash(Recipe.DEFAULT).toString().substring(0, 32), uuid.replace("-", ""));
    Recipe given = override(uuid, null);
    assertEquals(
        converter.convert(source(gzip), List.of(given)).rootHash(given), result.rootHash(recipe));
  }

  @Test
  void otherParametersGiveOtherRootHashesInTheSamePass() throws Exception {
    Recipe other = override(null, "sha512");
    ConvertedLayer both = converter.convert(source(gzip), List.of(other, Recipe.DEFAULT));
    assertEquals(64, both.rootHash(other).size());
    assertEquals(expected(Recipe.DEFAULT), both.rootHash(Recipe.DEFAULT).toString());
  }

  @Test
  void nativeImagesAreHashedAsTheyAre() throws Exception {
    byte[] image = Arrays.copyOf(tar, 3 * 4096 + 100);
    Recipe recipe = Recipe.parse("native");
    LayerSource source =
        new LayerSource(
            "image",
            () -> new ByteArrayInputStream(image),
            image.length,
            Optional.empty(),
            Optional.empty(),
            Optional.of(Compression.NONE),
            true);
    try (LeafStore store = new LeafStore(32, 1 << 20, SpillFolder.standard())) {
      LeafHasher hasher = new LeafHasher(VerityParameters.FULL, store);
      hasher.update(image, 0, image.length);
      hasher.finishPadded();
      assertEquals(
          HashTree.root(VerityParameters.FULL, store),
          converter.convert(source, List.of(recipe)).rootHash(recipe));
    }
    assertThrows(
        UnsupportedFeatureException.class,
        () -> converter.convert(source, List.of(Recipe.DEFAULT)));
    assertThrows(
        UnsupportedFeatureException.class, () -> converter.convert(source(gzip), List.of(recipe)));
  }

  @Test
  void refusesAnUncompressedLayerThatTheConfigDoesNotName() {
    LayerSource wrong = described(gzip, Digest.sha256(gzip), Optional.of(Digest.sha256(gzip)));
    VerificationException e =
        assertThrows(
            VerificationException.class, () -> converter.convert(wrong, List.of(Recipe.DEFAULT)));
    assertEquals(VerificationException.Reason.DIGEST_DIFFERS, e.reason());
    assertTrue(String.valueOf(e.getMessage()).startsWith("layer sha256:"), e.getMessage());
  }

  @Test
  void refusesABlobThatIsNotTheOneAskedFor() {
    LayerSource wrong = described(gzip, Digest.sha256(tar), Optional.empty());
    assertThrows(FormatException.class, () -> converter.convert(wrong, List.of(Recipe.DEFAULT)));
  }

  @Test
  void refusesDamageAnywhere() throws Exception {
    for (byte[] blob : List.of(gzip, zstd)) {
      for (int length = 8; length < blob.length; length += 97) {
        byte[] cut = Arrays.copyOf(blob, length);
        assertThrows(
            LayersealException.class,
            () -> converter.convert(source(cut), List.of(Recipe.DEFAULT)),
            "cut to " + length);
      }
    }
    assertNoThreadIsLeft();
    try (var files = Files.list(folder)) {
      assertEquals(List.of(), files.toList());
    }
  }

  @Test
  void refusesALayerPastTheLimit() {
    LayerConverter small =
        new LayerConverter(settings().withLimits(new SizeLimits(tar.length - 1, 1100)));
    FormatException e =
        assertThrows(
            FormatException.class, () -> small.convert(source(gzip), List.of(Recipe.DEFAULT)));
    assertEquals("raise --max-layer-size if it is trusted", e.hint().orElseThrow());
  }

  @Test
  void aFailureOfTheTransportIsToldAsItIs() {
    IOException failure = new IOException("connection reset");
    LayerSource broken =
        new LayerSource(
            "blob",
            () -> new BrokenStream(gzip, gzip.length / 2, failure),
            gzip.length,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            false);
    IOException e =
        assertThrows(IOException.class, () -> converter.convert(broken, List.of(Recipe.DEFAULT)));
    assertEquals("connection reset", e.getMessage());
    assertFalse(e instanceof StreamException);
  }

  @Test
  void foreignAndEncryptedLayersAreNamed() {
    for (MediaType type : List.of(MediaType.OCI_FOREIGN_TAR_GZIP, MediaType.ENCRYPTED_TAR)) {
      Descriptor layer = Descriptor.of(type.toString(), gzip);
      UnsupportedFeatureException e =
          assertThrows(
              UnsupportedFeatureException.class,
              () -> LayerSource.of(new MemoryStore(), layer, Optional.empty()));
      assertTrue(String.valueOf(e.getMessage()).contains(type.toString()), e.getMessage());
    }
  }

  private LayerConverter.Settings settings() {
    return LayerConverter.Settings.STANDARD.withFolder(new SpillFolder(folder));
  }

  private static void assertNoThreadIsLeft() {
    assertTrue(
        Thread.getAllStackTraces().keySet().stream()
            .noneMatch(thread -> thread.getName().equals("decompress")),
        "a thread is left");
  }

  private static Recipe override(
      @org.jspecify.annotations.Nullable String uuid,
      @org.jspecify.annotations.Nullable String hash)
      throws LayersealException {
    return new RecipeOverrides(uuid, null, null, null, hash, null, null).applyTo(Recipe.DEFAULT);
  }

  private static LayerSource source(byte[] blob) {
    return new LayerSource(
        "blob",
        () -> new ByteArrayInputStream(blob),
        blob.length,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        false);
  }

  private static LayerSource described(byte[] blob, Digest digest, Optional<Digest> diffId) {
    Descriptor layer = Descriptor.of(MediaType.OCI_TAR_GZIP.toString(), digest, blob.length);
    return new LayerSource(
        "layer " + digest,
        () -> new CheckedStream(new ByteArrayInputStream(blob), layer),
        blob.length,
        Optional.of(digest),
        diffId,
        Optional.of(Compression.GZIP),
        false);
  }

  private static String expected(Recipe recipe) {
    String name = recipe.name() + (recipe.toString().endsWith("@1.8") ? "_1.8" : "_1.9");
    return new String(read(name + "/roothash"), StandardCharsets.US_ASCII);
  }

  private static byte[] read(String name) {
    try {
      return Files.readAllBytes(VECTORS.resolve(name));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] gunzip(byte[] bytes) {
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Gives some bytes, then fails. */
  private static final class BrokenStream extends InputStream {
    private final ByteArrayInputStream in;
    private final IOException failure;

    BrokenStream(byte[] bytes, int length, IOException failure) {
      this.in = new ByteArrayInputStream(bytes, 0, length);
      this.failure = failure;
    }

    @Override
    public int read() throws IOException {
      int value = in.read();
      if (value < 0) {
        throw failure;
      }
      return value;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int got = in.read(buffer, offset, length);
      if (got < 0) {
        throw failure;
      }
      return got;
    }
  }
}
