package dev.layerseal.verity;

import java.io.IOException;
import java.util.Arrays;

/**
 * The level above the leaves, for a stretch of them that begins with a hash block: keeps one open
 * hash block, and hands its digest on when it is full.
 */
final class UpperLevel implements LeafSink {

  private final BlockHasher hasher;
  private final LeafSink above;
  private final byte[] block;
  private final int digestSize;
  private final int stride;
  private final int perBlock;
  private int filled;

  /**
   * @param above takes the digests of the hash blocks
   */
  UpperLevel(VerityParameters parameters, LeafSink above) {
    this.hasher = new BlockHasher(parameters);
    this.above = above;
    this.block = new byte[parameters.hashBlockSize().bytes()];
    this.digestSize = parameters.hash().size();
    this.stride = parameters.digestStride();
    this.perBlock = parameters.digestsPerBlock();
  }

  @Override
  public int digestSize() {
    return digestSize;
  }

  @Override
  public byte[] nextArray() {
    return block;
  }

  @Override
  public int nextAt() {
    return filled * stride;
  }

  @Override
  public void written() throws IOException {
    if (++filled == perBlock) {
      close();
    }
  }

  /** Hashes the last block, filled up with zeros, if it began. */
  void finish() throws IOException {
    if (filled > 0) {
      Arrays.fill(block, filled * stride, block.length, (byte) 0);
      close();
    }
  }

  private void close() throws IOException {
    hasher.hash(block, 0, block.length, above.nextArray(), above.nextAt());
    above.written();
    filled = 0;
  }
}
