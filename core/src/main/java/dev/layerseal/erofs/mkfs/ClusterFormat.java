package dev.layerseal.erofs.mkfs;

/**
 * How physical clusters are laid out.
 *
 * @param clusterSize bytes of the largest physical cluster
 * @param bigClusters whether the image is one of big clusters, even where they have one block
 * @param leftAligned whether a stream starts its cluster (before Linux 5.4) instead of ending it
 * @param rawByOutput whether what did not compress is stored for as long as the output was (1.8),
 *     not for as long as the cluster is (1.9)
 */
record ClusterFormat(
    int clusterSize, boolean bigClusters, boolean leftAligned, boolean rawByOutput) {}
