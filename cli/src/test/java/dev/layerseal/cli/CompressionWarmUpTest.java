package dev.layerseal.cli;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class CompressionWarmUpTest {

  @Test
  void compressesWhereTheCommandWill() {
    assertTrue(CompressionWarmUp.of("convert", "--compress", "lz4", "a", "b").isPresent());
    CompressionWarmUp work =
        CompressionWarmUp.of("erofs", "build", "--compress=lz4", "a").orElseThrow();
    assertDoesNotThrow(work::run);
  }

  @Test
  void leavesOtherCommandsAlone() {
    assertEquals(Optional.empty(), CompressionWarmUp.of());
    assertEquals(Optional.empty(), CompressionWarmUp.of("sign", "a"));
    assertEquals(Optional.empty(), CompressionWarmUp.of("convert", "--compress"));
    assertEquals(Optional.empty(), CompressionWarmUp.of("convert", "--compress=zstd", "a", "b"));
    assertEquals(Optional.empty(), CompressionWarmUp.of("convert", "--compress=lz4hc,9"));
  }
}
