package dev.layerseal.erofs.mkfs;

import dev.layerseal.erofs.mkfs.Group.Kind;
import org.jspecify.annotations.Nullable;

/**
 * The search for the metadata group whose last block a piece fills best, in the order in which
 * {@code mkfs.erofs} looks: of two that fill alike, the one met first is taken.
 */
final class BestFit {

  private final Allocator allocator;
  private final long size;
  private final int alignment;
  private final int inline;
  private final int blockSize;

  /** Bytes used in the last block with the piece in the best group so far. */
  private int score;

  private @Nullable Group group;

  BestFit(Allocator allocator, long size, int alignment, int inline) {
    this.allocator = allocator;
    this.size = size;
    this.alignment = alignment;
    this.inline = inline;
    this.blockSize = allocator.blockSize();
  }

  /**
   * The group for the piece, if one fits.
   *
   * @param placed metadata groups with block numbers
   * @param unplaced metadata groups without
   * @param lastPlaced the last group with a block number, of either kind
   */
  @Nullable Group find(GroupBuckets placed, GroupBuckets unplaced, @Nullable Group lastPlaced) {
    long total = size + inline;
    int room = blockSize - (int) (total & blockSize - 1);
    int fullest = room / alignment * alignment;
    if (total < blockSize) {
      amongPlaced(placed, fullest);
      if (lastPlaced != null && lastPlaced.kind == Kind.METADATA) {
        offer(lastPlaced);
      }
    }
    amongUnplaced(unplaced, fullest, total < blockSize);
    return group;
  }

  private void amongPlaced(GroupBuckets placed, int fullest) {
    boolean whole = fullest == blockSize;
    if (!whole || !scanPlaced(placed, 0, 0)) {
      scanPlaced(placed, whole ? blockSize - 1 : fullest, 1);
    }
  }

  private boolean scanPlaced(GroupBuckets placed, int from, int to) {
    int bucket = placed.previousFilled(from);
    for (; bucket >= to; bucket = placed.previousFilled(bucket - 1)) {
      Group first = placed.first(bucket);
      if (first.next == null || !first.next.placed()) {
        first = first.nextInBucket;
      }
      if (first != null && offer(first)) {
        return true;
      }
    }
    return false;
  }

  private void amongUnplaced(GroupBuckets unplaced, int fullest, boolean small) {
    boolean whole = fullest == blockSize;
    int lowest = small && !whole ? 0 : 1;
    if (whole && scanUnplaced(unplaced, 0, 0)) {
      return;
    }
    if (whole) {
      scanUnplaced(unplaced, blockSize - 1, small ? alignment : 1);
    } else if (!scanUnplaced(unplaced, fullest, lowest) && small) {
      scanUnplaced(unplaced, blockSize - 1, fullest + alignment);
    }
  }

  private boolean scanUnplaced(GroupBuckets unplaced, int from, int to) {
    int bucket = unplaced.previousFilled(from);
    for (; bucket >= to; bucket = unplaced.previousFilled(bucket - 1)) {
      Group first = unplaced.first(bucket);
      if (fit(first) != Allocator.NO_FIT) {
        offer(first);
        return true;
      }
    }
    return false;
  }

  private int fit(Group offered) {
    return allocator.fit(offered, size, alignment, inline);
  }

  /** Takes the group if it is better; says whether it was taken. */
  private boolean offer(Group offered) {
    int fill = fit(offered);
    if (fill == Allocator.NO_FIT || fill + inline <= score) {
      return false;
    }
    group = offered;
    score = fill + inline;
    return true;
  }
}
