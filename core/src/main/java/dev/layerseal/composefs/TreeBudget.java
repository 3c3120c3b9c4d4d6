package dev.layerseal.composefs;

import dev.layerseal.error.UnsupportedFeatureException;

/** Bounds what a tree takes of the heap until its image is written, by estimate. */
public final class TreeBudget {

  private final long limit;
  private long taken;
  private long entries;

  /**
   * @param limit bytes
   */
  public TreeBudget(long limit) {
    this.limit = limit;
  }

  /** Four fifths of the heap of this process: the rest is what writing and clearing up take. */
  public static TreeBudget ofHeap() {
    return new TreeBudget(Runtime.getRuntime().maxMemory() / 5 * 4);
  }

  /** Half of the heap of this process: for what is collected beside something else. */
  public static TreeBudget ofHalfTheHeap() {
    return new TreeBudget(Runtime.getRuntime().maxMemory() / 2);
  }

  /** Counts one entry, which takes so many bytes. */
  public void take(long bytes) throws UnsupportedFeatureException {
    entries++;
    taken += bytes;
    if (taken > limit) {
      throw new UnsupportedFeatureException(
          "the tree needs more than %d bytes of memory, %d entries read".formatted(limit, entries),
          "raise the bound with --memory (as mkcomposefs: LAYERSEAL_JAVA_FLAGS=-Xmx2g)",
          null);
    }
  }
}
