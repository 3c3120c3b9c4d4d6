package dev.layerseal.seal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.layerseal.bytes.ByteReader;
import dev.layerseal.erofs.mkfs.RandomTar;
import dev.layerseal.error.UnsupportedFeatureException;
import dev.layerseal.oci.Descriptor;
import dev.layerseal.recipe.Recipe;
import dev.layerseal.testdata.Peer;
import dev.layerseal.verity.RootHash;
import dev.layerseal.verity.SpillFolder;
import dev.layerseal.verity.VeritySuperblock;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Index and hash device of a layer, against the image that is written whole. */
class TarIndexAttachmentsTest {

  @TempDir Path folder;
  @TempDir Path temporary;

  private final ImageConverter converter = new ImageConverter(LayerConverter.Settings.STANDARD, 1);

  @Test
  void theIndexIsTheStartOfTheImage() throws Exception {
    for (String name : List.of("tar-index-padded", "tar-index-padded@1.8")) {
      Recipe recipe = Recipe.parse(name);
      LayerSource layer = layer(1);
      byte[] image = image(layer, recipe);
      ConvertedLayer converted = converted(layer, recipe);
      List<Attachment> two = attachments(layer, recipe, converted.rootHash(recipe));
      byte[] index = content(two.get(0));
      assertEquals(0, index.length % 512);
      assertArrayEquals(Arrays.copyOf(image, index.length), index);
      for (Attachment one : two) {
        Descriptor named = one.descriptor();
        assertEquals(Descriptor.of(named.mediaType(), content(one)), named.plain());
        assertEquals(converted.digest().toString(), key(named, "source-layer-digest"));
        assertEquals(converted.rootHash(recipe).toString(), key(named, "root-hash"));
        assertEquals("separate-hash-device-superblock-v1", key(named, "layout"));
      }
      VeritySuperblock superblock =
          VeritySuperblock.decode(
              new ByteReader("superblock", 0, Arrays.copyOf(content(two.get(1)), 512)));
      assertEquals(image.length / 512, superblock.dataBlocks());
      close(two);
    }
  }

  @Test
  void theFilesHaveNoName() throws Exception {
    LayerSource layer = layer(1);
    Recipe recipe = Recipe.parse("tar-index-padded");
    List<Attachment> two = attachments(layer, recipe, converted(layer, recipe).rootHash(recipe));
    try (Stream<Path> left = Files.list(temporary)) {
      assertEquals(List.of(), left.toList());
    }
    close(two);
    assertThrows(java.io.IOException.class, () -> content(two.get(0)));
  }

  @Test
  void anotherRootHashThanTheSignedOneStops() throws Exception {
    RootHash other = RootHash.parse("00".repeat(32));
    LayerSource layer = layer(1);
    Recipe recipe = Recipe.parse("tar-index-padded");
    assertThrows(IllegalStateException.class, () -> attachments(layer, recipe, other));
  }

  @Test
  void anErofsLayerHasNone() throws Exception {
    LayerSource layer =
        LayerSource.ofFile(Files.write(folder.resolve("erofs"), new byte[4096]), true);
    RootHash any = RootHash.parse("00".repeat(32));
    assertThrows(
        UnsupportedFeatureException.class,
        () -> attachments(layer, Recipe.parse("tar-index-padded"), any));
  }

  @Tag("interop")
  @Test
  void theHashDeviceIsThatOfVeritysetup() throws Exception {
    Peer veritysetup = Peer.find("veritysetup");
    Recipe recipe = Recipe.parse("tar-index-padded");
    for (long seed : new long[] {1, 3, 5, 8}) {
      LayerSource layer = layer(seed);
      Path data = Files.write(folder.resolve("data"), image(layer, recipe));
      Path theirs = folder.resolve("theirs");
      Files.deleteIfExists(theirs);
      ConvertedLayer.Image converted = converted(layer, recipe).images().get(0);
      Peer.Result format =
          veritysetup
              .run(
                  "format",
                  data,
                  theirs,
                  "--data-block-size=512",
                  "--hash-block-size=512",
                  "--salt=" + "00".repeat(32),
                  "--uuid=" + converted.uuid().orElseThrow())
              .orFail();
      List<Attachment> two = attachments(layer, recipe, converted.rootHash());
      assertArrayEquals(Files.readAllBytes(theirs), content(two.get(1)), "seed " + seed);
      assertEquals(
          converted.rootHash().toString(),
          format.text().replaceAll("(?s).*Root hash:\\s+(\\w+).*", "$1"));
      Path ours = Files.write(folder.resolve("ours"), content(two.get(1)));
      veritysetup.run("verify", data, ours, converted.rootHash()).orFail();
      close(two);
    }
  }

  private List<Attachment> attachments(LayerSource layer, Recipe recipe, RootHash root)
      throws Exception {
    LayerConverter.Settings settings =
        LayerConverter.Settings.STANDARD.withFolder(new SpillFolder(temporary));
    return new ImageConverter(settings, 1).attachments(layer, recipe, SealForm.METADATA, root);
  }

  private ConvertedLayer converted(LayerSource layer, Recipe recipe) throws Exception {
    return converter.convert(List.of(layer), List.of(recipe)).get(0);
  }

  private byte[] image(LayerSource layer, Recipe recipe) throws Exception {
    Path image = folder.resolve("image");
    new LayerImage(layer, recipe, LayerConverter.Settings.STANDARD).write(image);
    return Files.readAllBytes(image);
  }

  private LayerSource layer(long seed) throws Exception {
    Path file = folder.resolve("layer" + seed);
    return LayerSource.ofFile(Files.write(file, RandomTar.of(seed)), false);
  }

  private static byte[] content(Attachment one) throws Exception {
    try (InputStream in = one.content().open()) {
      return in.readAllBytes();
    }
  }

  private static String key(Descriptor named, String key) {
    return named.annotation("io.cncf.notary.dmverity." + key).orElseThrow();
  }

  private static void close(List<Attachment> all) throws Exception {
    for (Attachment one : all) {
      one.close();
    }
  }
}
