package dev.layerseal.verity;

import dev.layerseal.error.FormatException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Builds a hash tree from its leaves in one pass, with one open hash block for each level; how many
 * leaves there are need not be known. fs-verity's tree is the same one. The blocks go to a sink, or
 * nowhere when only the root hash is wanted.
 */
public final class HashTree implements LeafSink {

  /** Takes finished hash blocks; those of one level come in order. */
  public interface BlockSink {

    /**
     * @param block index of the block in the tree, as {@link TreeLayout} counts
     * @param bytes the block, reused after the call
     */
    void write(int level, long block, byte[] bytes) throws IOException;
  }

  private final VerityParameters parameters;
  private final BlockHasher hasher;
  private final @Nullable BlockSink sink;
  private final int perBlock;
  private final int stride;
  private final List<Level> levels = new ArrayList<>();

  /** A hash block that fills up; how many of its level are closed. */
  private static final class Level {
    private final byte[] block;
    private int filled;
    private long closed;

    private Level(int blockSize) {
      block = new byte[blockSize];
    }
  }

  /** A tree of which only the root hash is wanted, to be fed by a {@link LeafHasher}. */
  public HashTree(VerityParameters parameters) {
    this(parameters, null);
  }

  private HashTree(VerityParameters parameters, @Nullable BlockSink sink) {
    this.parameters = parameters;
    this.hasher = new BlockHasher(parameters);
    this.sink = sink;
    this.perBlock = parameters.digestsPerBlock();
    this.stride = parameters.digestStride();
    levels.add(new Level(parameters.hashBlockSize().bytes()));
  }

  /**
   * The root hash over {@code leaves}.
   *
   * @throws FormatException when there are none
   */
  public static RootHash root(VerityParameters parameters, Leaves leaves)
      throws FormatException, IOException {
    return new HashTree(parameters).build(leaves);
  }

  /**
   * The root hash over {@code leaves}, and every hash block to {@code sink}.
   *
   * @throws FormatException when there are no leaves
   */
  public static RootHash write(VerityParameters parameters, Leaves leaves, BlockSink sink)
      throws FormatException, IOException {
    TreeLayout layout = TreeLayout.of(parameters, Math.max(1, leaves.count()));
    BlockSink placed =
        (level, block, bytes) -> sink.write(level, layout.start(level) + block, bytes);
    return new HashTree(parameters, placed).build(leaves);
  }

  private RootHash build(Leaves leaves) throws FormatException, IOException {
    int size = digestSize();
    byte[] batch = new byte[perBlock * size];
    for (long first = 0; first < leaves.count(); first += perBlock) {
      int count = (int) Math.min(perBlock, leaves.count() - first);
      leaves.read(first, count, batch, 0);
      for (int i = 0; i < count; i++) {
        System.arraycopy(batch, i * size, nextArray(), nextAt(), size);
        written();
      }
    }
    return finish();
  }

  @Override
  public int digestSize() {
    return parameters.hash().size();
  }

  @Override
  public byte[] nextArray() {
    return levels.get(0).block;
  }

  @Override
  public int nextAt() {
    return levels.get(0).filled * stride;
  }

  @Override
  public void written() throws IOException {
    added(0);
  }

  /**
   * The root hash over all leaves since the start, or since the last call of this.
   *
   * @throws FormatException when there were none
   */
  public RootHash finish() throws FormatException, IOException {
    if (levels.get(0).closed == 0 && levels.get(0).filled == 0) {
      throw new FormatException(
          "there is no whole data block of %s bytes".formatted(parameters.dataBlockSize()));
    }
    int level = 0;
    for (; !holdsRoot(levels.get(level)); level++) {
      if (levels.get(level).filled > 0) {
        close(level);
      }
      levels.get(level).closed = 0;
    }
    levels.get(level).filled = 0;
    return RootHash.copyOf(levels.get(level).block, 0, digestSize());
  }

  /** Whether a level has one digest only: nothing is hashed any more. */
  private static boolean holdsRoot(Level level) {
    return level.closed == 0 && level.filled == 1;
  }

  private void added(int level) throws IOException {
    if (++levels.get(level).filled == perBlock) {
      close(level);
    }
  }

  /** Hashes the open block of a level into the level above. */
  private void close(int level) throws IOException {
    Level open = levels.get(level);
    Arrays.fill(open.block, open.filled * stride, open.block.length, (byte) 0);
    if (sink != null) {
      sink.write(level, open.closed, open.block);
    }
    open.closed++;
    open.filled = 0;
    if (level + 1 == levels.size()) {
      levels.add(new Level(open.block.length));
    }
    Level above = levels.get(level + 1);
    hasher.hash(open.block, 0, open.block.length, above.block, above.filled * stride);
    added(level + 1);
  }
}
