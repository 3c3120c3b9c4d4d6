package dev.layerseal.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.layerseal.oci.Digest;
import dev.layerseal.seal.ConvertedLayer;
import dev.layerseal.seal.LayerSource;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProgressBarsTest {

  private final ByteArrayOutputStream screen = new ByteArrayOutputStream();
  private long now;

  @Test
  void oneLineForEachLayerWhereNobodyWatches() throws Exception {
    ProgressBars bars = bars(false, false);
    LayerSource layer = layer("layer one", 2_000_000);
    bars.fetched(layer, 1_000_000);
    assertEquals("", text());
    now += 1_500_000_000;
    bars.converted(layer, result());
    bars.close();
    assertEquals("layer one: 2.0 MB in 1.5 s\n", text());
  }

  @Test
  void aBarShowsBytesRateAndTimeLeft() throws Exception {
    ProgressBars bars = bars(true, false);
    LayerSource layer = layer("layer one", 4_000_000);
    bars.fetched(layer, 1);
    now += 1_000_000_000;
    bars.fetched(layer, 1_000_000);
    assertTrue(
        text()
            .endsWith(
                "layer one [######------------------] 1.0 MB of 4.0 MB  1.0 MB/s  3 s left\n"),
        text());
  }

  @Test
  void redrawsNoMoreThanTenTimesASecond() throws Exception {
    ProgressBars bars = bars(true, false);
    LayerSource layer = layer("layer one", 1000);
    for (int i = 0; i < 1000; i++) {
      bars.fetched(layer, i);
    }
    assertEquals(1, text().lines().count());
  }

  @Test
  void quietIsQuiet() throws Exception {
    ProgressBars bars = bars(true, true);
    LayerSource layer = layer("layer one", 1000);
    bars.fetched(layer, 10);
    bars.converted(layer, result());
    bars.close();
    assertEquals("", text());
  }

  @Test
  void closingTakesTheBarsAway() throws Exception {
    ProgressBars bars = bars(true, false);
    bars.fetched(layer("layer one", 1000), 10);
    bars.close();
    assertTrue(text().endsWith("\033[A\r\033[2K"));
    assertFalse(text().isEmpty());
  }

  @Test
  void sizesAreForPeople() {
    assertEquals("999 B", ProgressBars.bytes(999));
    assertEquals("1.0 kB", ProgressBars.bytes(1000));
    assertEquals("1.0 MB", ProgressBars.bytes(999_999));
    assertEquals("180 MB", ProgressBars.bytes(180_098_560));
    assertEquals("1.2 GB", ProgressBars.bytes(1_207_966_208));
  }

  private ProgressBars bars(boolean drawn, boolean quiet) {
    return new ProgressBars(
        new PrintStream(screen, true, StandardCharsets.UTF_8), drawn, quiet, () -> now);
  }

  private static LayerSource layer(String label, long size) {
    return new LayerSource(
        label,
        InputStream::nullInputStream,
        size,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        false);
  }

  private static ConvertedLayer result() throws Exception {
    Digest digest = Digest.parse("sha256:" + "0".repeat(64));
    return new ConvertedLayer(digest, digest, 0, List.of(), List.of());
  }

  private String text() {
    return screen.toString(StandardCharsets.UTF_8);
  }
}
