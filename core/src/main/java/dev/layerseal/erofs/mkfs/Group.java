package dev.layerseal.erofs.mkfs;

import org.jspecify.annotations.Nullable;

/** A run of blocks that pieces are put into one behind the other. */
final class Group {

  enum Kind {
    METADATA,
    DATA
  }

  private static final long UNPLACED = -1;

  final Kind kind;
  long start = UNPLACED;

  /** Bytes that pieces take. */
  long used;

  /** Blocks that are reserved. */
  long blocks;

  /** Pieces that are not released. */
  int live;

  /** Where the blocks are among the metadata that is written; negative where they are not. */
  int stored = -1;

  @Nullable Group previous;
  @Nullable Group next;

  @Nullable GroupBuckets buckets;
  int bucket;
  @Nullable Group previousInBucket;
  @Nullable Group nextInBucket;

  Group(Kind kind) {
    this.kind = kind;
  }

  boolean placed() {
    return start != UNPLACED;
  }
}
