package dev.layerseal.erofs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class OccupiedSpaceTest {

  @Test
  void rangesThatTouchDoNotOverlap() {
    OccupiedSpace space = new OccupiedSpace();
    space.take(64, 96);
    space.take(0, 64);
    space.take(96, 100);
    space.take(80, 80);
    assertEquals(OptionalLong.empty(), space.overlap());
  }

  @Test
  void aRangeInAnotherOverlaps() {
    OccupiedSpace space = new OccupiedSpace();
    space.take(0, 1000);
    space.take(2000, 2001);
    space.take(500, 501);
    assertEquals(OptionalLong.of(500), space.overlap());
  }

  @Test
  void filesMayShareAllTheirBlocksAndNotSome() {
    OccupiedSpace space = new OccupiedSpace();
    space.takeBlocks(4096, 12000);
    space.takeBlocks(4096, 12000);
    assertEquals(OptionalLong.empty(), space.overlap());
    space.takeBlocks(8192, 12000);
    assertEquals(OptionalLong.of(8192), space.overlap());
  }

  @Test
  void randomRangesAreAsBytesSayThem() {
    for (long seed = 0; seed < 500; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      OccupiedSpace space = new OccupiedSpace();
      int[] owners = new int[1000];
      boolean overlap = false;
      for (int i = 0; i < 12; i++) {
        int start = random.nextInt(900);
        int end = start + random.nextInt(60);
        space.take(start, end);
        for (int at = start; at < end; at++) {
          overlap |= ++owners[at] > 1;
        }
      }
      assertEquals(overlap, space.overlap().isPresent(), "seed " + seed);
    }
  }
}
