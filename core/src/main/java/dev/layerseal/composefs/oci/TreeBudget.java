package dev.layerseal.composefs.oci;

import dev.layerseal.error.UnsupportedFeatureException;

/** Bounds what the trees of an image take of the heap, by estimate. */
final class TreeBudget {

  /** An inode, its metadata and digest, its name, and their places in directory and layout. */
  private static final int INODE = 512;

  private final long limit;
  private long taken;
  private long entries;

  TreeBudget(long limit) {
    this.limit = limit;
  }

  /** Counts an entry of {@code trees} trees with that many bytes besides its inode. */
  void take(int trees, long bytes) throws UnsupportedFeatureException {
    entries++;
    taken += (INODE + bytes) * trees;
    if (taken > limit) {
      throw new UnsupportedFeatureException(
          "the tree of the image needs more than %d bytes of memory, %d entries read"
              .formatted(limit, entries),
          "raise the bound with --memory",
          null);
    }
  }
}
