package dev.layerseal.erofs.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.luben.zstd.Zstd;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class FillCompressorTest {

  private static final int[] CAPACITIES = {32, 100, 4096, 8192, 65536};

  /** 0 is the fast compressor. */
  static IntStream levels() {
    return IntStream.rangeClosed(0, Lz4Hc.MAX_LEVEL);
  }

  private static FillCompressor compressor(int level) {
    return level == 0 ? new Lz4Fast() : Lz4Hc.ofLevel(level);
  }

  @ParameterizedTest
  @MethodSource("levels")
  void decodesToWhatWasTaken(int level) {
    FillCompressor compressor = compressor(level);
    for (long seed = 0; seed < 60; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      byte[] source = Samples.any(random);
      int capacity = CAPACITIES[random.nextInt(CAPACITIES.length)];
      checkRoundTrip(compressor, source, random.nextInt(1 + source.length / 4), capacity, seed);
    }
  }

  private static void checkRoundTrip(
      FillCompressor compressor, byte[] source, int offset, int capacity, long seed) {
    byte[] target = new byte[capacity];
    Filling filling = compressor.fill(source, offset, source.length - offset, target, capacity);
    String where = "seed %d, capacity %d, %s".formatted(seed, capacity, filling);
    assertTrue(filling.size() <= capacity, where);
    byte[] block = Arrays.copyOf(target, filling.size());
    assertArrayEquals(
        Arrays.copyOfRange(source, offset, offset + filling.consumed()),
        Lz4TestDecoder.decode(block, 0, filling.consumed()),
        where);
  }

  @ParameterizedTest
  @MethodSource("levels")
  void takesAllInputWhereItFits(int level) {
    byte[] source = new byte[100_000];
    Filling filling = compressor(level).fill(source, 0, source.length, new byte[4096], 4096);
    assertEquals(source.length, filling.consumed());
  }

  @ParameterizedTest
  @MethodSource("levels")
  void fillsTheOutputWithRandomBytes(int level) {
    byte[] source = Samples.random(new SplittableRandom(1), 10_000);
    Filling filling = compressor(level).fill(source, 0, source.length, new byte[4096], 4096);
    assertEquals(4096, filling.size());
    assertEquals(4096 - 1 - 16, filling.consumed());
  }

  @ParameterizedTest
  @MethodSource("levels")
  void keepsNoHistory(int level) {
    FillCompressor compressor = compressor(level);
    byte[] first = Samples.text(new SplittableRandom(2), 300_000);
    byte[] fresh = new byte[4096];
    Filling expected = compressor(level).fill(first, 50_000, 250_000, fresh, 4096);
    byte[] used = new byte[4096];
    for (int i = 0; i < 20; i++) {
      compressor.fill(first, i * 100, 70_000, new byte[4096], 4096);
    }
    assertEquals(expected, compressor.fill(first, 50_000, 250_000, used, 4096));
    assertArrayEquals(fresh, used);
  }

  @ParameterizedTest
  @MethodSource("levels")
  void takesTinyInput(int level) {
    for (int length = 1; length < 40; length++) {
      byte[] source = new byte[length];
      checkRoundTrip(compressor(level), source, 0, 4096, length);
    }
  }

  @Test
  void higherLevelsTakeMore() {
    byte[] source = Samples.text(new SplittableRandom(3), 200_000);
    int[] taken =
        levels()
            .map(
                level ->
                    compressor(level)
                        .fill(source, 0, source.length, new byte[65536], 65536)
                        .consumed())
            .toArray();
    assertTrue(taken[0] < taken[3] && taken[3] < taken[9] && taken[9] <= taken[12]);
  }

  @Test
  void refusesLevelsThatAreNot() {
    assertThrows(IllegalArgumentException.class, () -> Lz4Hc.ofLevel(0));
    assertThrows(IllegalArgumentException.class, () -> Lz4Hc.ofLevel(13));
  }

  @Test
  void fillsClustersWithZstd() {
    try (ZstdFill compressor = new ZstdFill(3, ZstdFill.windowBits(4096))) {
      for (long seed = 0; seed < 40; seed++) {
        byte[] source = Samples.any(new SplittableRandom(seed));
        byte[] target = new byte[4096];
        Filling filling = compressor.fill(source, 0, source.length, target, 4096);
        byte[] frame = Arrays.copyOf(target, filling.size());
        assertArrayEquals(
            Arrays.copyOf(source, filling.consumed()),
            Zstd.decompress(frame, filling.consumed()),
            "seed " + seed);
      }
    }
  }

  @Test
  void hasAWindowOfEightClusters() {
    assertEquals(15, ZstdFill.windowBits(4096));
    assertEquals(19, ZstdFill.windowBits(65536));
    assertEquals(20, ZstdFill.windowBits(1 << 20));
  }
}
