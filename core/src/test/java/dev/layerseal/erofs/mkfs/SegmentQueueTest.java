package dev.layerseal.erofs.mkfs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.layerseal.verity.SpillFolder;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SegmentQueueTest {

  private static final int FILES = 100_000;

  @TempDir Path folder;

  @Test
  void manySmallFilesDoNotAllWait() throws Exception {
    try (Spool spool = Spool.open(folder.resolve("spool"));
        ClusterStore clusters = new ClusterStore(0, new SpillFolder(folder));
        SegmentQueue queue = queue(spool, clusters, 1)) {
      int most = 0;
      for (int i = 0; i < FILES; i++) {
        queue.add(node(i, 1), new byte[1]);
        most = Math.max(most, queue.waiting());
      }
      assertTrue(most < 20_000, most + " files");
    }
  }

  @Test
  void segmentsOfOneFileKeepTheirOrder() throws Exception {
    Node node = node(0, 600_000);
    try (Spool spool = Spool.open(folder.resolve("spool"));
        ClusterStore clusters = new ClusterStore(0, new SpillFolder(folder));
        SegmentQueue queue = queue(spool, clusters, 3)) {
      for (int length : new int[] {300_000, 100, 200_000, 99_900}) {
        queue.add(node, new byte[length]);
      }
      queue.finish();
    }
    List<Integer> lengths =
        node.takeSegments().stream()
            .map(segment -> Segment.extents(List.of(segment)))
            .map(extents -> extents.stream().mapToInt(Extent::length).sum())
            .toList();
    assertEquals(List.of(300_000, 100, 200_000, 99_900), lengths);
  }

  @Test
  void anExtentIsOneNumber() {
    for (Extent extent :
        List.of(
            new Extent(1, 1, true),
            new Extent(4096, 1, true),
            new Extent(4097, 1, false),
            new Extent(8_192_000, 256, false))) {
      assertEquals(extent, Extent.unpack(extent.pack()));
    }
  }

  private static SegmentQueue queue(Spool spool, ClusterStore clusters, int threads) {
    return new SegmentQueue(spool, clusters, Compression.parse("lz4"), ErofsUtils.V1_9, threads);
  }

  private static Node node(long content, long size) {
    Node node = new Node(null);
    node.content = content;
    node.size = size;
    return node;
  }
}
