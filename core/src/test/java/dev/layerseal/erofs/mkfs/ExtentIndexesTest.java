package dev.layerseal.erofs.mkfs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.layerseal.bytes.Hex;
import dev.layerseal.erofs.disk.ClusterIndex;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ExtentIndexesTest {

  private static Extent compressed(int length, int blocks) {
    return new Extent(length, blocks, false);
  }

  @Test
  void anExtentHasAnIndexForEachClusterItStartsIn() {
    List<ClusterIndex> indexes =
        ExtentIndexes.of(List.of(compressed(10_000, 1), compressed(2288, 1)), false, 7);
    assertEquals(
        List.of(
            new ClusterIndex(ClusterIndex.HEAD1, 0, 7),
            ClusterIndex.nonHead(0, 1, 1),
            new ClusterIndex(ClusterIndex.HEAD1, 1808, 8)),
        indexes);
  }

  @Test
  void aPlainIndexClosesWhatEndsWithinACluster() {
    List<ClusterIndex> indexes = ExtentIndexes.of(List.of(compressed(5000, 1)), false, 7);
    assertEquals(
        List.of(
            new ClusterIndex(ClusterIndex.HEAD1, 0, 7),
            new ClusterIndex(ClusterIndex.PLAIN, 904, 0)),
        indexes);
  }

  @Test
  void bigClustersSayTheirBlocksInTheFirstNonHead() {
    List<ClusterIndex> indexes = ExtentIndexes.of(List.of(compressed(12_288, 2)), true, 7);
    assertEquals(ClusterIndex.BLOCK_COUNT | 2, indexes.get(1).back());
    assertEquals(2, indexes.get(2).back());
  }

  @Test
  void deltasAreCut() {
    List<ClusterIndex> indexes = ExtentIndexes.of(List.of(compressed(2100 * 4096, 1)), false, 7);
    assertEquals(2047, indexes.get(2099).back());
    assertEquals(2099, indexes.get(1).forward());
  }

  @Test
  void packsOfTwoCountHeadsFromTheBlockBefore() {
    List<ClusterIndex> indexes = ExtentIndexes.of(List.of(compressed(8192, 1)), false, 7);
    assertEquals("0010" + "0120" + "06000000", hex(indexes, false, 24));
  }

  @Test
  void theLastEntryOfAPackSaysHowFarTheNextHeadIs() {
    List<ClusterIndex> indexes = ExtentIndexes.of(List.of(compressed(5 * 4096, 1)), false, 7);
    assertEquals(
        "0010" + "0420" + "06000000" + "0220" + "0220" + "07000000" + "0420" + "0000" + "07000000",
        hex(indexes, false, 16));
  }

  @Test
  void packsStartWithSmallOnesUpToAMultipleOf32() {
    assertEquals(8 + 32, CompactIndexes.size(18, 24));
    assertEquals(32, CompactIndexes.size(16, 32));
    assertEquals(8 * 8, CompactIndexes.size(16, 24));
  }

  private static String hex(List<ClusterIndex> indexes, boolean big, int position) {
    return Hex.encode(CompactIndexes.encode(indexes, big, 7, position));
  }
}
