package dev.layerseal.erofs.mkfs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A fixed sample of layers against {@code mkfs.erofs}: the same bytes, or both refuse. {@code
 * testdata/compare/erofs} does the same with many more.
 */
@Tag("interop")
class MkfsInteropTest {

  private static final int RANDOM_TREES = 25;

  @TempDir Path folder;

  @Test
  void agreesOnEveryEdgeCase() throws IOException {
    Comparison comparison = new Comparison(folder);
    for (Map.Entry<String, byte[]> edge : EdgeTars.all().entrySet()) {
      comparison.compare(edge.getKey(), edge.getValue(), edgeOptions());
    }
    assertEquals(List.of(), comparison.failures());
    assertTrue(comparison.identical() > 500, comparison.toString());
  }

  private static List<MkfsOptions> edgeOptions() {
    return List.of(
        MkfsOptions.tarIndex(ErofsUtils.V1_8),
        MkfsOptions.tarIndex(ErofsUtils.V1_9),
        MkfsOptions.full(ErofsUtils.V1_9).unsorted());
  }

  @Test
  void agreesOnRandomTrees() throws IOException {
    Comparison comparison = new Comparison(folder);
    for (long seed = 0; seed < RANDOM_TREES; seed++) {
      comparison.compare("seed " + seed, RandomTar.of(seed), Comparison.recipes());
    }
    assertEquals(List.of(), comparison.failures());
    assertTrue(comparison.identical() > 4 * RANDOM_TREES, comparison.toString());
  }

  @Test
  void agreesOnOtherBlockSizesAndInlineData() throws IOException {
    Comparison comparison = new Comparison(folder);
    for (long seed = 1000; seed < 1006; seed++) {
      comparison.compare("seed " + seed, RandomTar.of(seed), Comparison.variants());
    }
    assertEquals(List.of(), comparison.failures());
    assertTrue(comparison.identical() > 40, comparison.toString());
  }

  @Test
  void agreesOnOtherOwnersTimesAndXattrs() throws IOException {
    Comparison comparison = new Comparison(folder);
    for (long seed = 2000; seed < 2004; seed++) {
      List<MkfsOptions> options = new ArrayList<>(Comparison.recipes());
      options.addAll(Comparison.variants());
      options.removeIf(MkfsOptions::tarIndex);
      int first = (int) (seed % 4) * 4;
      comparison.compareAttributes(
          "seed " + seed, RandomTar.of(seed), options.subList(first, first + 4));
    }
    assertEquals(List.of(), comparison.failures());
    assertTrue(comparison.identical() > 60, comparison.toString());
  }
}
