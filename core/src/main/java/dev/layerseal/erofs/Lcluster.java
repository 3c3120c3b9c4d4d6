package dev.layerseal.erofs;

import dev.layerseal.erofs.disk.ClusterIndex;

/**
 * What the indexes say of one logical cluster.
 *
 * @param type one of the types of {@link ClusterIndex}
 * @param clusterOffset where in the cluster an extent begins, for heads
 * @param back clusters back to the head, for NONHEAD
 * @param blockCount blocks of the physical cluster where this index says so, else 0
 * @param block where the physical cluster is, for heads
 * @param partial the physical cluster decodes to more than the extent has
 */
record Lcluster(
    int type, int clusterOffset, int back, int blockCount, long block, boolean partial) {

  static Lcluster head(int type, int clusterOffset, long block, boolean partial) {
    return new Lcluster(type, clusterOffset, 0, 0, block, partial);
  }

  static Lcluster nonHead(int back, int blockCount) {
    return new Lcluster(ClusterIndex.NONHEAD, 0, back, blockCount, 0, false);
  }

  boolean isHead() {
    return type != ClusterIndex.NONHEAD;
  }
}
