package dev.layerseal.erofs.mkfs;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * Groups by the number of bytes used in their last block, first in first out within one number.
 * Adding, removing and finding the next lower number that has groups take constant time.
 */
final class GroupBuckets {

  private final @Nullable Group[] first;
  private final @Nullable Group[] last;
  private final BitSet filled;

  GroupBuckets(int blockSize) {
    first = new @Nullable Group[blockSize];
    last = new @Nullable Group[blockSize];
    filled = new BitSet(blockSize);
  }

  void add(Group group) {
    int bucket = (int) (group.used & (first.length - 1));
    Group before = last[bucket];
    group.buckets = this;
    group.bucket = bucket;
    group.previousInBucket = before;
    group.nextInBucket = null;
    if (before == null) {
      first[bucket] = group;
      filled.set(bucket);
    } else {
      before.nextInBucket = group;
    }
    last[bucket] = group;
  }

  void remove(Group group) {
    Group before = group.previousInBucket;
    Group after = group.nextInBucket;
    if (before == null) {
      first[group.bucket] = after;
    } else {
      before.nextInBucket = after;
    }
    if (after == null) {
      last[group.bucket] = before;
    } else {
      after.previousInBucket = before;
    }
    if (first[group.bucket] == null) {
      filled.clear(group.bucket);
    }
    group.buckets = null;
  }

  /** The first group of the bucket, which is not empty. */
  Group first(int bucket) {
    Group group = first[bucket];
    if (group == null) {
      throw new IllegalArgumentException("bucket " + bucket + " is empty");
    }
    return group;
  }

  /** The highest bucket that is not empty, {@code from} or lower; -1 for none. */
  int previousFilled(int from) {
    return filled.previousSetBit(from);
  }
}
