package dev.layerseal.erofs.mkfs;

import dev.layerseal.bytes.ByteWriter;
import dev.layerseal.erofs.disk.ClusterIndex;
import java.util.ArrayList;
import java.util.List;

/** The full indexes of a file: one for each 4096 bytes of it. */
final class ExtentIndexes {

  static final int BLOCK = 4096;

  /** Farther deltas are cut to this. */
  static final int MAX_DELTA = ClusterIndex.BLOCK_COUNT - 1;

  private final boolean bigClusters;
  private final List<ClusterIndex> indexes = new ArrayList<>();
  private long address;
  private int offset;

  private ExtentIndexes(boolean bigClusters, long address) {
    this.bigClusters = bigClusters;
    this.address = address;
  }

  /** The indexes of extents whose first physical cluster is block {@code address}. */
  static List<ClusterIndex> of(Iterable<Extent> extents, boolean bigClusters, long address) {
    ExtentIndexes indexes = new ExtentIndexes(bigClusters, address);
    for (Extent extent : extents) {
      indexes.add(extent);
    }
    return indexes.close();
  }

  /** Full indexes as they are stored, with the eight zero bytes in front. */
  static byte[] encode(List<ClusterIndex> indexes) {
    ByteWriter out = new ByteWriter((indexes.size() + 1) * ClusterIndex.SIZE);
    out.zeros(ClusterIndex.SIZE);
    for (ClusterIndex index : indexes) {
      index.encode(out);
    }
    return out.toByteArray();
  }

  private void add(Extent extent) {
    int clusters = (offset + extent.length()) / BLOCK;
    int type = extent.raw() ? ClusterIndex.PLAIN : ClusterIndex.HEAD1;
    indexes.add(new ClusterIndex(type, offset, address));
    address += extent.blocks();
    for (int i = 1; i < clusters; i++) {
      indexes.add(ClusterIndex.nonHead(offset, back(extent, i), forward(clusters - i)));
    }
    offset = clusters == 0 ? 0 : (offset + extent.length()) % BLOCK;
  }

  private int back(Extent extent, int distance) {
    return bigClusters && distance == 1
        ? ClusterIndex.BLOCK_COUNT | extent.blocks()
        : Math.min(distance, MAX_DELTA);
  }

  private static int forward(int distance) {
    return Math.min(distance, 0xffff);
  }

  private List<ClusterIndex> close() {
    if (offset != 0) {
      indexes.add(new ClusterIndex(ClusterIndex.PLAIN, offset, 0));
    }
    return indexes;
  }
}
