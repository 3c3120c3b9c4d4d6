package dev.layerseal.erofs.mkfs;

/**
 * A physical cluster and the file bytes that it decodes to. The extents of a file follow each
 * other, and so do their clusters.
 *
 * @param length bytes of the file, at least 1
 * @param blocks blocks of the cluster
 * @param raw whether the cluster holds the bytes as they are
 */
record Extent(int length, int blocks, boolean raw) {}
