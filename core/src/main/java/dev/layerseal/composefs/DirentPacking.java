package dev.layerseal.composefs;

import dev.layerseal.erofs.disk.Dirent;

/**
 * How the entries of one directory are spread over blocks: each block takes entries until the next
 * does not fit; what is left is a last block when it fills more than half of one, and otherwise
 * follows the inode.
 */
final class DirentPacking {

  static final int BLOCK = 4096;

  private int filled;
  private int blocks;

  /** Adds an entry; whether it starts a new block. */
  boolean add(int nameLength) {
    int size = Dirent.SIZE + nameLength;
    boolean starts = filled + size > BLOCK;
    if (starts) {
      blocks++;
      filled = 0;
    }
    filled += size;
    return starts;
  }

  private boolean lastIsBlock() {
    return filled > BLOCK / 2;
  }

  /** Number of whole blocks. */
  int blocks() {
    return blocks + (lastIsBlock() ? 1 : 0);
  }

  /** Bytes that follow the inode. */
  int tail() {
    return lastIsBlock() ? 0 : filled;
  }
}
