package dev.layerseal.verity;

/**
 * Where the hash blocks of a tree lie: the level below the root hash first, the level above the
 * data last, each a run of whole blocks.
 *
 * @param dataBlocks number of data blocks, 1 at least
 * @param levels number of levels, 0 for a single data block
 */
public record TreeLayout(VerityParameters parameters, long dataBlocks, int levels) {

  private static final int MAX_LEVELS = 63;

  /**
   * @throws IllegalArgumentException when there is no data block
   */
  public static TreeLayout of(VerityParameters parameters, long dataBlocks) {
    if (dataBlocks < 1) {
      throw new IllegalArgumentException(dataBlocks + " data blocks");
    }
    int bits = parameters.digestsPerBlockBits();
    int levels = 0;
    while (bits * levels < MAX_LEVELS && (dataBlocks - 1) >>> (bits * levels) != 0) {
      levels++;
    }
    return new TreeLayout(parameters, dataBlocks, levels);
  }

  /** Number of hash blocks of a level; level 0 is the one above the data. */
  public long blocks(int level) {
    int shift = (level + 1) * parameters.digestsPerBlockBits();
    return shift > MAX_LEVELS ? 1 : ((dataBlocks - 1) >>> shift) + 1;
  }

  /**
   * Number of digests in a level: those of the data blocks, or of the blocks of the level below.
   */
  public long digests(int level) {
    return level == 0 ? dataBlocks : blocks(level - 1);
  }

  /** Hash block at which a level begins, counted from the start of the tree. */
  public long start(int level) {
    long start = 0;
    for (int above = levels - 1; above > level; above--) {
      start += blocks(above);
    }
    return start;
  }

  /** Number of hash blocks of the whole tree. */
  public long totalBlocks() {
    return levels == 0 ? 0 : start(0) + blocks(0);
  }

  /** Length of the whole tree in bytes. */
  public long totalBytes() {
    return totalBlocks() << parameters.hashBlockSize().bits();
  }
}
