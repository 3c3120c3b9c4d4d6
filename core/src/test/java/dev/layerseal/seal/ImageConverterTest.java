package dev.layerseal.seal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.layerseal.error.FormatException;
import dev.layerseal.error.LayersealException;
import dev.layerseal.oci.Descriptor;
import dev.layerseal.oci.MediaType;
import dev.layerseal.oci.store.MemoryStore;
import dev.layerseal.recipe.Recipe;
import dev.layerseal.testdata.Vector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ImageConverterTest {

  private static final Path VECTORS = Vector.folder("recipe");
  private static final List<Recipe> RECIPES = List.of(Recipe.DEFAULT);

  private final MemoryStore store = new MemoryStore();

  @Test
  void oneTwoAndEightThreadsGiveTheSameRootHashes() throws Exception {
    List<LayerSource> layers = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      layers.add(layer("layer.tar.gz", MediaType.OCI_TAR_GZIP));
      layers.add(layer("layer.tar.zst", MediaType.OCI_TAR_ZSTD));
    }
    String expected = Files.readString(VECTORS.resolve("tar-index-fixed_1.9/roothash"));
    for (int threads : new int[] {1, 2, 8}) {
      List<ConvertedLayer> results = converter(threads).convert(layers, RECIPES);
      assertEquals(8, results.size());
      for (int i = 0; i < 8; i++) {
        assertEquals(expected, results.get(i).rootHash(Recipe.DEFAULT).toString());
        assertEquals(layers.get(i).digest().orElseThrow(), results.get(i).digest());
      }
    }
  }

  @Test
  void aLayerThatOccursTwiceIsConvertedOnce() throws Exception {
    List<LayerSource> heard = new ArrayList<>();
    ConversionListener listener =
        new ConversionListener() {
          @Override
          public void converted(LayerSource layer, ConvertedLayer result) {
            heard.add(layer);
          }
        };
    LayerSource layer = layer("layer.tar.gz", MediaType.OCI_TAR_GZIP);
    new ImageConverter(LayerConverter.Settings.STANDARD.withListener(listener), 2)
        .convert(List.of(layer, layer("layer.tar.gz", MediaType.OCI_TAR_GZIP)), RECIPES);
    assertEquals(1, heard.size());
  }

  @Test
  void oneBadLayerFailsTheImage() throws Exception {
    LayerSource good = layer("layer.tar.gz", MediaType.OCI_TAR_GZIP);
    LayerSource bad = layer("layer.tar.zst", MediaType.OCI_TAR_GZIP);
    for (int threads : new int[] {1, 2}) {
      assertThrows(
          FormatException.class, () -> converter(threads).convert(List.of(good, bad), RECIPES));
    }
  }

  private static ImageConverter converter(int threads) {
    return new ImageConverter(LayerConverter.Settings.STANDARD, threads);
  }

  private LayerSource layer(String name, MediaType type) throws LayersealException, IOException {
    byte[] blob = Files.readAllBytes(VECTORS.resolve(name));
    Descriptor descriptor = Descriptor.of(type.toString(), blob);
    store.pushBlob(descriptor, blob);
    return LayerSource.of(store, descriptor, Optional.empty());
  }
}
