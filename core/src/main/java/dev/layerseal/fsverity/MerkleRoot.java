package dev.layerseal.fsverity;

import java.security.DigestException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The top hash of a tree over blocks: a full block of one level is hashed into the level above, the
 * last block of each level is zero padded. Data of one block has the hash of that block as its top.
 */
final class MerkleRoot {

  private final MessageDigest digest;
  private final byte[] prefix;
  private final int blockSize;
  private final List<Level> levels = new ArrayList<>();

  /** A block that fills up; how many blocks before it went to the level above. */
  private static final class Level {
    final byte[] block;
    int filled;
    long hashed;

    Level(int blockSize) {
      block = new byte[blockSize];
    }
  }

  /**
   * @param prefix hashed in front of every block
   */
  MerkleRoot(MessageDigest digest, byte[] prefix, int blockSize) {
    this.digest = digest;
    this.prefix = prefix;
    this.blockSize = blockSize;
    levels.add(new Level(blockSize));
  }

  void update(byte[] buffer, int offset, int length) {
    Level data = levels.get(0);
    int at = offset;
    int left = length;
    while (left > 0) {
      if (data.filled == 0 && left > blockSize) {
        hash(buffer, at, 0);
        at += blockSize;
        left -= blockSize;
        continue;
      }
      if (data.filled == blockSize) {
        flush(0);
      }
      int count = Math.min(left, blockSize - data.filled);
      System.arraycopy(buffer, at, data.block, data.filled, count);
      data.filled += count;
      at += count;
      left -= count;
    }
  }

  /** The top hash; at least one byte must have been fed. Ready for the next data afterwards. */
  byte[] finish() {
    int level = 0;
    while (levels.get(level).hashed > 0) {
      if (levels.get(level).filled > 0) {
        flush(level);
      }
      levels.get(level).hashed = 0;
      level++;
    }
    Level top = levels.get(level);
    pad(top);
    digest.update(prefix);
    digest.update(top.block);
    top.filled = 0;
    return digest.digest();
  }

  /** Hashes the block of {@code level}, zero padded, into the level above. */
  private void flush(int level) {
    Level below = levels.get(level);
    pad(below);
    below.filled = 0;
    hash(below.block, 0, level);
  }

  private void hash(byte[] block, int offset, int level) {
    levels.get(level).hashed++;
    if (level + 1 == levels.size()) {
      levels.add(new Level(blockSize));
    }
    Level above = levels.get(level + 1);
    if (above.filled == blockSize) {
      flush(level + 1);
    }
    digest.update(prefix);
    digest.update(block, offset, blockSize);
    try {
      above.filled += digest.digest(above.block, above.filled, digest.getDigestLength());
    } catch (DigestException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void pad(Level level) {
    Arrays.fill(level.block, level.filled, level.block.length, (byte) 0);
  }
}
