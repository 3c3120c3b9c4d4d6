package dev.layerseal.erofs.mkfs;

import dev.layerseal.bytes.BlockSize;
import dev.layerseal.erofs.mkfs.Group.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Decides where every piece of an image goes, with the choices of {@code mkfs.erofs}: metadata is
 * put behind other metadata in the group that it fills best, and the groups get their block numbers
 * only when somebody asks.
 */
final class Allocator {

  /** Said of a piece that does not fit. */
  static final int NO_FIT = -1;

  private final int blockSize;
  private final GroupBuckets placed;
  private final GroupBuckets unplaced;

  private @Nullable Group head;
  private @Nullable Group tail;

  /** The group that was placed last, of those that exist. */
  private @Nullable Group lastPlaced;

  private long nextBlock;

  Allocator(BlockSize blockSize) {
    this.blockSize = blockSize.bytes();
    placed = new GroupBuckets(this.blockSize);
    unplaced = new GroupBuckets(this.blockSize);
  }

  /** Bytes of a block. */
  int blockSize() {
    return blockSize;
  }

  /** Number of blocks that are taken by what is placed. */
  long nextBlock() {
    return nextBlock;
  }

  /**
   * Finds space for a piece: the last {@code size} bytes of the group that comes back.
   *
   * @param inline bytes that must still fit into the block in which the piece ends
   * @return null when a piece with an inline part fits nowhere. The group that was made for it
   *     stays in the list, as in the reference tool
   */
  @Nullable Group allocate(Kind kind, long size, int alignment, int inline) {
    Group group = null;
    if (kind == Kind.METADATA && alignment < blockSize) {
      group = new BestFit(this, size, alignment, inline).find(placed, unplaced, lastPlaced);
    }
    if (group == null) {
      group = add(kind);
    }
    if (fit(group, size, alignment, inline) == NO_FIT) {
      return null;
    }
    put(group, size, alignment, inline);
    group.live++;
    return group;
  }

  /** As {@link #allocate}, for a piece without an inline part, which always fits. */
  Group allocate(Kind kind, long size, int alignment) {
    Group group = allocate(kind, size, alignment, 0);
    if (group == null) {
      throw new IllegalStateException("no space for a piece of " + size + " bytes");
    }
    return group;
  }

  /** Puts one more piece directly behind the last one. */
  void append(Group group, long size) {
    extend(group, size);
    group.live++;
  }

  /** Makes the last piece longer. */
  void extend(Group group, long size) {
    if (fit(group, size, 1, 0) == NO_FIT) {
      throw new IllegalStateException("no space to extend a piece by " + size + " bytes");
    }
    put(group, size, 1, 0);
  }

  /** Gives block numbers to the group and all before it that have none. */
  void place(Group group) {
    if (!group.placed()) {
      placeUpTo(group);
    }
  }

  void placeAll() {
    placeUpTo(null);
  }

  /** Takes one piece back. The blocks are not used again, but the group may be forgotten. */
  void release(Group group) {
    if (--group.live > 0) {
      return;
    }
    if (group == lastPlaced) {
      lastPlaced = group.previous;
    }
    unlink(group);
    if (group.buckets != null) {
      group.buckets.remove(group);
    }
  }

  private void placeUpTo(@Nullable Group end) {
    Group group = lastPlaced == null ? head : lastPlaced.next;
    while (group != null) {
      if (!group.placed()) {
        placeNext(group);
      }
      group = group == end ? null : group.next;
    }
  }

  private void placeNext(Group group) {
    group.start = nextBlock;
    lastPlaced = group;
    nextBlock = Math.max(nextBlock, group.start + group.blocks);
    if (group.buckets != null) {
      rebucket(group);
    }
  }

  private Group add(Kind kind) {
    Group group = new Group(kind);
    Group before = kind == Kind.METADATA ? tail : lastPlaced;
    Group after = before == null ? head : before.next;
    group.previous = before;
    group.next = after;
    if (before == null) {
      head = group;
    } else {
      before.next = group;
    }
    if (after == null) {
      tail = group;
    } else {
      after.previous = group;
    }
    return group;
  }

  private void unlink(Group group) {
    Group before = group.previous;
    Group after = group.next;
    if (before == null) {
      head = after;
    } else {
      before.next = after;
    }
    if (after == null) {
      tail = before;
    } else {
      after.previous = before;
    }
  }

  /** Bytes used in the block in which the piece would end, or {@link #NO_FIT}. */
  int fit(Group group, long size, int alignment, int inline) {
    long end = end(group, size, alignment);
    int last = (int) (end + blockSize - 1 & blockSize - 1);
    if (last + inline > blockSize - 1) {
      return NO_FIT;
    }
    if (end + inline > group.blocks * blockSize && !canGrow(group)) {
      return NO_FIT;
    }
    return last + 1;
  }

  private boolean canGrow(Group group) {
    boolean beforePlaced = group.next != null && group.next.placed();
    return !beforePlaced && (!group.placed() || atEnd(group));
  }

  private boolean atEnd(Group group) {
    return nextBlock == group.start + group.blocks;
  }

  private static long end(Group group, long size, int alignment) {
    return (group.used + alignment - 1) / alignment * alignment + size;
  }

  private void put(Group group, long size, int alignment, int inline) {
    long end = end(group, size, alignment);
    boolean grows = end + inline >= group.blocks * blockSize && group.placed() && atEnd(group);
    group.used = end;
    group.blocks = Math.max(group.blocks, (end + blockSize - 1) / blockSize);
    if (grows) {
      nextBlock = group.start + group.blocks;
    }
    if (group.kind == Kind.METADATA) {
      rebucket(group);
    }
  }

  private void rebucket(Group group) {
    if (group.buckets != null) {
      group.buckets.remove(group);
    }
    (group.placed() ? placed : unplaced).add(group);
  }
}
