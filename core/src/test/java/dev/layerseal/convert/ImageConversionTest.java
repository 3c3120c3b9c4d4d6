package dev.layerseal.convert;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.layerseal.compress.SizeLimits;
import dev.layerseal.erofs.mkfs.Compression;
import dev.layerseal.erofs.mkfs.ErofsUtils;
import dev.layerseal.erofs.mkfs.RandomTar;
import dev.layerseal.erofs.mkfs.TarBytes;
import dev.layerseal.error.LayersealException;
import dev.layerseal.error.UnsupportedFeatureException;
import dev.layerseal.json.JsonObject;
import dev.layerseal.oci.Descriptor;
import dev.layerseal.oci.Digest;
import dev.layerseal.oci.ImageConfig;
import dev.layerseal.oci.ImageIndex;
import dev.layerseal.oci.Manifest;
import dev.layerseal.oci.MediaType;
import dev.layerseal.oci.Platform;
import dev.layerseal.oci.store.MemoryStore;
import dev.layerseal.recipe.Recipe;
import dev.layerseal.recipe.UuidRule;
import dev.layerseal.seal.ImageConverter;
import dev.layerseal.seal.ImageLayers;
import dev.layerseal.seal.LayerConverter;
import dev.layerseal.seal.LayerImage;
import dev.layerseal.seal.LayerSource;
import dev.layerseal.verity.SpillFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageConversionTest {

  private static final int RANDOM_TREES = 18;
  private static final byte[] MARKED =
      new TarBytes()
          .directory("./")
          .directory("a/")
          .file("a/.wh.gone", "")
          .file("a/kept", "kept ".repeat(3000))
          .directory("b/")
          .file("b/.wh..wh..opq", "")
          .end();

  @TempDir Path folder;
  private final MemoryStore store = new MemoryStore();
  private Path temporary = Path.of("");

  @BeforeEach
  void prepare() throws Exception {
    temporary = Files.createDirectory(folder.resolve("temporary"));
  }

  @AfterEach
  void nothingIsLeft() throws Exception {
    try (var left = Files.list(temporary)) {
      assertEquals(List.of(), left.toList());
    }
  }

  @Test
  void layersAreWhatContainerdsConverterMakes() throws Exception {
    Descriptor image = TestImages.push(store, MARKED);
    Descriptor converted = convert(ConversionOptions.of(LayerForm.CONTAINERD), image);
    Path archive = Files.write(folder.resolve("layer.tar"), MARKED);
    Path expected = folder.resolve("layer.erofs");
    Recipe recipe = Recipe.parse("full").withUuid(UuidRule.DIFF_ID);
    new LayerImage(LayerSource.ofFile(archive, false), recipe, settings()).write(expected);
    assertArrayEquals(Files.readAllBytes(expected), TestImages.layer(store, converted, 0));
    assertEquals(
        "application/vnd.erofs.layer.v1",
        TestImages.manifest(store, converted).layers().get(0).mediaType());
  }

  @Test
  void theConfigNamesTheNewLayersAndTheFeature() throws Exception {
    Descriptor image = TestImages.push(store, MARKED);
    Manifest converted =
        TestImages.manifest(store, convert(ConversionOptions.of(LayerForm.CONTAINERD), image));
    byte[] config = store.fetchBlob(converted.imageConfig(), 1 << 20);
    ImageConfig decoded = ImageConfig.decode(config);
    assertEquals(List.of(converted.layers().get(0).digest()), decoded.diffIds());
    assertEquals(List.of("erofs"), decoded.platform().osFeatures());
    assertTrue(JsonObject.parse(config).has("history"));
    assertEquals(Map.of("org.example.note", "n"), converted.annotations());
  }

  @Test
  void withOuterZstdTheDiffIdIsThatOfTheImage() throws Exception {
    Descriptor image = TestImages.push(store, MARKED);
    Descriptor plain = convert(ConversionOptions.of(LayerForm.CONTAINERD), image);
    Descriptor packed = convert(options(LayerForm.CONTAINERD, null, true), image);
    Manifest manifest = TestImages.manifest(store, packed);
    assertEquals(MediaType.EROFS_LAYER_V1_ZSTD.toString(), manifest.layers().get(0).mediaType());
    assertEquals(
        List.of(Digest.sha256(TestImages.layer(store, plain, 0))),
        ImageConfig.decode(store.fetchBlob(manifest.imageConfig(), 1 << 20)).diffIds());
    assertEquals(rootHash(plain), rootHash(packed));
  }

  @Test
  void anAppendedTreeChangesNoRootHash() throws Exception {
    Descriptor image = TestImages.push(store, MARKED);
    String plain = rootHash(convert(ConversionOptions.of(LayerForm.CONTAINERD), image));
    Descriptor spec = convert(ConversionOptions.of(LayerForm.EROFS_SPEC), image);
    assertEquals(plain, rootHash(spec));
    Map<String, String> annotations =
        TestImages.manifest(store, spec).layers().get(0).annotations();
    assertEquals("sha256:" + plain, annotations.get("org.erofs.dmverity.root_digest"));
  }

  @Test
  void packagesHaveTheirOwnManifestAndConfig() throws Exception {
    Descriptor image = TestImages.push(store, MARKED);
    Descriptor made = convert(options(LayerForm.RDK, Compression.parse("lz4hc"), false), image);
    Manifest manifest = TestImages.manifest(store, made);
    assertEquals(Optional.of("application/vnd.rdk.package+type"), manifest.artifactType());
    assertEquals(
        "{\"id\":\"app\",\"specVersion\":\"1.1.0\",\"version\":\"1.2\","
            + "\"packageType\":\"application\",\"entryPoint\":\"bin/app\","
            + "\"entryArgs\":[\"-x\",\"run\"],\"configuration\":{\"urn:rdk:config:platform\":"
            + "{\"architecture\":\"amd64\",\"os\":\"linux\"},\"urn:rdk:config:env\":{\"A\":\"b=c\"}}}",
        new String(
            store.fetchBlob(manifest.imageConfig(), 1 << 20),
            java.nio.charset.StandardCharsets.UTF_8));
    Descriptor layer = manifest.layers().get(0);
    assertEquals(MediaType.RDK_EROFS_LZ4.toString(), layer.mediaType());
    assertEquals(
        rootHash(made), layer.annotations().get("org.rdk.package.content.dmverity.roothash"));
    Descriptor back = convert(ConversionOptions.of(LayerForm.TAR), made);
    Manifest unpacked = TestImages.manifest(store, back);
    assertEquals(MediaType.RDK_TAR.toString(), unpacked.layers().get(0).mediaType());
    assertEquals(manifest.config(), unpacked.config());
    assertThrows(
        UnsupportedFeatureException.class,
        () -> convert(ConversionOptions.of(LayerForm.CONTAINERD), made));
  }

  @Test
  void backAndForwardGivesTheSameImage() throws Exception {
    for (long seed = 0; seed < RANDOM_TREES; seed++) {
      ConversionOptions options = variants().get((int) (seed % variants().size()));
      Descriptor there = convert(options, TestImages.push(store, RandomLayer.of(seed), MARKED));
      Descriptor back = convert(ConversionOptions.of(LayerForm.TAR), there);
      assertEquals(there, convert(options, back), "seed " + seed + " " + options);
      assertEquals(back, convert(ConversionOptions.of(LayerForm.TAR), back));
    }
  }

  /** Names twice, contradictions, impossible values: an archive says more than an image keeps. */
  @Test
  void whatAnArchiveSaysTooMuchIsGoneAfterTheSecondWayBack() throws Exception {
    int refused = 0;
    for (long seed = 0; seed < RANDOM_TREES; seed++) {
      ConversionOptions options = variants().get((int) (seed % variants().size()));
      Descriptor there;
      try {
        there = convert(options, TestImages.push(store, RandomTar.of(seed)));
      } catch (UnsupportedFeatureException e) {
        refused++;
        continue; // mkfs.erofs refuses this layer
      }
      Descriptor back = convert(ConversionOptions.of(LayerForm.TAR), there);
      Descriptor second = convert(ConversionOptions.of(LayerForm.TAR), convert(options, back));
      Descriptor again = convert(options, second);
      assertEquals(second, convert(ConversionOptions.of(LayerForm.TAR), again), "seed " + seed);
    }
    assertTrue(refused < RANDOM_TREES / 2, refused + " layers were refused");
  }

  private static List<ConversionOptions> variants() {
    return List.of(
        ConversionOptions.of(LayerForm.CONTAINERD),
        options(LayerForm.EROFS_SPEC, Compression.parse("lz4"), true),
        options(LayerForm.RDK, Compression.parse("lz4hc"), false));
  }

  @Test
  void oneFormBecomesAnother() throws Exception {
    Descriptor image = TestImages.push(store, MARKED);
    ConversionOptions spec = options(LayerForm.EROFS_SPEC, Compression.parse("lz4"), false);
    Descriptor straight = convert(spec, image);
    Descriptor around = convert(spec, convert(ConversionOptions.of(LayerForm.CONTAINERD), image));
    assertEquals(straight, around);
  }

  @Test
  void everyPlatformOfAnIndexIsConvertedAndAttestationsAreLeftBehind() throws Exception {
    Descriptor one = TestImages.push(store, MARKED);
    Descriptor two = TestImages.push(store, RandomTar.of(1), MARKED);
    Descriptor unknown =
        TestImages.push(store, RandomTar.of(2))
            .withPlatform(Optional.of(Platform.of("unknown", "unknown", Optional.empty())));
    ImageIndex index =
        ImageIndex.of(
            List.of(
                one.withPlatform(Optional.of(Platform.parse("linux/amd64"))),
                two.withPlatform(Optional.of(Platform.parse("linux/arm64/v8"))),
                unknown),
            Map.of());
    store.pushManifest(index.descriptor(), index.bytes(), Optional.of("multi"));
    try (ImageConversion conversion =
        conversion(ConversionOptions.of(LayerForm.CONTAINERD), settings())) {
      Descriptor converted = conversion.convert(index.descriptor());
      conversion.push(store, Optional.of("new"));
      ImageIndex made = ImageIndex.decode(converted.mediaType(), store.fetchManifest(converted));
      assertEquals(
          List.of("linux/amd64", "linux/arm64/v8"),
          made.manifests().stream().map(m -> m.platform().orElseThrow().toString()).toList());
      assertEquals(List.of("erofs"), made.manifests().get(0).platform().orElseThrow().osFeatures());
      assertEquals(List.of(unknown.digest()), digests(conversion.left()));
      ConvertedBlob shared = conversion.images().get(0).layers().get(0);
      assertSame(shared, conversion.images().get(1).layers().get(1), "a layer was converted twice");
    }
  }

  @Test
  void nothingIsPushedWhenALayerCannotBeConverted() throws Exception {
    byte[] broken = RandomTar.of(3);
    Descriptor image = TestImages.push(store, MARKED, broken);
    store.corrupt(Digest.sha256(broken), 700);
    MemoryStore target = new MemoryStore();
    try (ImageConversion conversion = conversion(ConversionOptions.of(LayerForm.RDK), settings())) {
      assertThrows(LayersealException.class, () -> conversion.convert(image));
      conversion.push(target, Optional.of("new"));
      assertEquals(List.of(), target.tags());
    }
    LayerConverter.Settings small = settings().withLimits(new SizeLimits(10_000, 1000));
    try (ImageConversion conversion =
        conversion(ConversionOptions.of(LayerForm.CONTAINERD), small)) {
      assertThrows(LayersealException.class, () -> conversion.convert(image));
    }
  }

  @Test
  void refusesAPackageWithoutVersionOrEntryPoint() throws Exception {
    JsonObject none = JsonObject.parse("{\"config\":{}}".getBytes(UTF_8));
    for (Optional<String> tag : List.of(Optional.<String>empty(), Optional.of("latest"))) {
      assertThrows(UnsupportedFeatureException.class, () -> PackageConfig.derive(none, "app", tag));
    }
    assertThrows(
        UnsupportedFeatureException.class,
        () -> PackageConfig.derive(none, "app", Optional.of("v1.2")));
  }

  private Descriptor convert(ConversionOptions options, Descriptor image) throws Exception {
    try (ImageConversion conversion = conversion(options, settings())) {
      Descriptor converted = conversion.convert(image);
      conversion.push(store, Optional.of("new"));
      return converted;
    }
  }

  private ImageConversion conversion(ConversionOptions options, LayerConverter.Settings settings) {
    return new ImageConversion(
        store, options, settings, config -> PackageConfig.derive(config, "app", Optional.empty()));
  }

  private String rootHash(Descriptor image) throws Exception {
    ImageLayers layers = ImageLayers.read(store, image, TestImages.manifest(store, image));
    return new ImageConverter(settings(), 1)
        .convert(store, layers, List.of(Recipe.NATIVE))
        .get(0)
        .rootHash(Recipe.NATIVE)
        .toString();
  }

  private LayerConverter.Settings settings() {
    return LayerConverter.Settings.STANDARD.withFolder(new SpillFolder(temporary));
  }

  private static ConversionOptions options(
      LayerForm form, @org.jspecify.annotations.Nullable Compression compression, boolean zstd) {
    return new ConversionOptions(
        form,
        Optional.ofNullable(compression),
        zstd,
        false,
        ErofsUtils.V1_9,
        Optional.empty(),
        Optional.empty());
  }

  private static List<Digest> digests(List<Descriptor> named) {
    return new ArrayList<>(named).stream().map(Descriptor::digest).toList();
  }
}
