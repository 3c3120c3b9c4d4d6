package dev.layerseal.verity;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Leaves in the order in which they were computed: in memory up to a bound, behind it in a
 * temporary file. Appending is for one thread, reading for any number once the last append is done.
 */
public final class LeafStore implements Leaves, LeafSink, Closeable {

  /** Digests kept in memory when nothing else is asked for: those of 256 MiB in 512-byte blocks. */
  public static final long DEFAULT_BOUND = 16L << 20;

  private static final int CHUNK_SIZE = 1 << 20;

  private final int digestSize;
  private final int chunkDigests;
  private final long maxChunks;
  private final SpillFolder folder;
  private final List<byte[]> chunks = new ArrayList<>();
  private final byte[] tail;
  private int tailCount;
  private @Nullable SpillFile spill;

  /**
   * @param digestSize length of a digest in bytes
   * @param bound bytes of digests kept in memory, about
   */
  public LeafStore(int digestSize, long bound, SpillFolder folder) {
    this.digestSize = digestSize;
    this.chunkDigests = CHUNK_SIZE / digestSize;
    this.maxChunks = Math.max(0, bound / CHUNK_SIZE - 1);
    this.folder = folder;
    this.tail = new byte[chunkDigests * digestSize];
  }

  @Override
  public int digestSize() {
    return digestSize;
  }

  /** Whether digests went to a file. */
  public boolean spilled() {
    return spill != null;
  }

  @Override
  public long count() {
    return kept() + (spill == null ? 0 : spill.size() / digestSize) + tailCount;
  }

  @Override
  public byte[] nextArray() {
    return tail;
  }

  @Override
  public int nextAt() {
    return tailCount * digestSize;
  }

  @Override
  public void written() throws IOException {
    if (++tailCount == chunkDigests) {
      keepTail();
    }
  }

  private void keepTail() throws IOException {
    if (spill == null && chunks.size() < maxChunks) {
      chunks.add(tail.clone());
    } else {
      if (spill == null) {
        spill = new SpillFile(folder.open("leaves"));
      }
      spill.append(tail, 0, tail.length);
    }
    tailCount = 0;
  }

  @Override
  public void read(long first, int count, byte[] out, int at) throws IOException {
    Objects.checkFromIndexSize(first, count, count());
    long next = first;
    int to = at;
    long left = count;
    while (left > 0) {
      int step = (int) Math.min(left, chunkDigests - next % chunkDigests);
      readRun(next, step, out, to);
      next += step;
      to += step * digestSize;
      left -= step;
    }
  }

  /** Reads digests that lie in one chunk. */
  private void readRun(long first, int count, byte[] out, int at) throws IOException {
    int length = count * digestSize;
    int within = (int) (first % chunkDigests) * digestSize;
    if (first < kept()) {
      System.arraycopy(chunks.get((int) (first / chunkDigests)), within, out, at, length);
    } else if (first >= count() - tailCount) {
      System.arraycopy(tail, within, out, at, length);
    } else {
      Objects.requireNonNull(spill).read((first - kept()) * digestSize, out, at, length);
    }
  }

  private long kept() {
    return (long) chunks.size() * chunkDigests;
  }

  /** Removes the temporary file, if there is one. */
  @Override
  public void close() throws IOException {
    chunks.clear();
    tailCount = 0;
    if (spill != null) {
      spill.close();
      spill = null;
    }
  }
}
