package dev.layerseal.verity;

import dev.layerseal.error.FormatException;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Builds a hash tree from its leaves in one pass, with one open hash block for each level. The
 * blocks go to a sink, or nowhere when only the root hash is wanted.
 */
public final class HashTree {

  /** Takes finished hash blocks; those of one level come in order. */
  public interface BlockSink {

    /**
     * @param block index of the block in the tree, as {@link TreeLayout} counts
     * @param bytes the block, reused after the call
     */
    void write(int level, long block, byte[] bytes) throws IOException;
  }

  private final VerityParameters parameters;
  private final TreeLayout layout;
  private final BlockHasher hasher;
  private final @Nullable BlockSink sink;
  private final byte[][] open;
  private final int[] filled;
  private final long[] next;
  private final byte[] digest;

  private HashTree(VerityParameters parameters, long dataBlocks, @Nullable BlockSink sink) {
    this.parameters = parameters;
    this.layout = TreeLayout.of(parameters, dataBlocks);
    this.hasher = new BlockHasher(parameters);
    this.sink = sink;
    this.open = new byte[layout.levels()][parameters.hashBlockSize().bytes()];
    this.filled = new int[layout.levels()];
    this.next = new long[layout.levels()];
    this.digest = new byte[parameters.hash().size()];
    Arrays.setAll(next, layout::start);
  }

  /**
   * The root hash over {@code leaves}.
   *
   * @throws FormatException when there are none
   */
  public static RootHash root(VerityParameters parameters, Leaves leaves)
      throws FormatException, IOException {
    return build(parameters, leaves, null);
  }

  /**
   * The root hash over {@code leaves}, and every hash block to {@code sink}.
   *
   * @throws FormatException when there are no leaves
   */
  public static RootHash write(VerityParameters parameters, Leaves leaves, BlockSink sink)
      throws FormatException, IOException {
    return build(parameters, leaves, sink);
  }

  private static RootHash build(
      VerityParameters parameters, Leaves leaves, @Nullable BlockSink sink)
      throws FormatException, IOException {
    if (leaves.count() == 0) {
      throw new FormatException(
          "there is no whole data block of %s bytes".formatted(parameters.dataBlockSize()));
    }
    HashTree tree = new HashTree(parameters, leaves.count(), sink);
    return tree.build(leaves);
  }

  private RootHash build(Leaves leaves) throws IOException {
    if (layout.levels() == 0) {
      leaves.read(0, 1, digest, 0);
      return RootHash.copyOf(digest, 0, digest.length);
    }
    int perBlock = parameters.digestsPerBlock();
    byte[] batch = new byte[perBlock * digest.length];
    for (long first = 0; first < leaves.count(); first += perBlock) {
      int count = (int) Math.min(perBlock, leaves.count() - first);
      leaves.read(first, count, batch, 0);
      for (int i = 0; i < count; i++) {
        add(0, batch, i * digest.length);
      }
    }
    for (int level = 0; level < layout.levels(); level++) {
      if (filled[level] > 0) {
        close(level);
      }
    }
    return RootHash.copyOf(digest, 0, digest.length);
  }

  private void add(int level, byte[] from, int at) throws IOException {
    int place = filled[level] * parameters.digestStride();
    System.arraycopy(from, at, open[level], place, digest.length);
    if (++filled[level] == parameters.digestsPerBlock()) {
      close(level);
    }
  }

  /** Hashes the open block of a level and hands its digest up; the last one is the root hash. */
  private void close(int level) throws IOException {
    byte[] block = open[level];
    Arrays.fill(block, filled[level] * parameters.digestStride(), block.length, (byte) 0);
    if (sink != null) {
      sink.write(level, next[level], block);
    }
    next[level]++;
    filled[level] = 0;
    hasher.hash(block, 0, block.length, digest, 0);
    if (level + 1 < layout.levels()) {
      add(level + 1, digest, 0);
    }
  }
}
