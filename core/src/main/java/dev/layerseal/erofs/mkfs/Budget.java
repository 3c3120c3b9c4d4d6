package dev.layerseal.erofs.mkfs;

import dev.layerseal.error.UnsupportedFeatureException;

/** Bounds what the tree of one layer takes of the heap, by estimate. */
final class Budget {

  /** A node, its name, their places in the table of the directory and in the plan. */
  static final int NODE = 320;

  private final long limit;
  private long taken;
  private long files;

  Budget(long limit) {
    this.limit = limit;
  }

  void takeFile(int nameLength) throws UnsupportedFeatureException {
    files++;
    take(NODE + nameLength);
  }

  void take(long bytes) throws UnsupportedFeatureException {
    taken += bytes;
    if (taken > limit) {
      throw new UnsupportedFeatureException(
          "the tree of the layer needs more than %d bytes of memory, %d files read"
              .formatted(limit, files),
          "raise the bound with --memory",
          null);
    }
  }
}
