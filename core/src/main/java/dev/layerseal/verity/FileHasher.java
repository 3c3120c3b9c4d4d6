package dev.layerseal.verity;

import dev.layerseal.error.FormatException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Hashes the blocks of a file, each thread a stretch of its own. */
public final class FileHasher implements Closeable {

  private static final int BUFFER_SIZE = 1 << 18;

  /**
   * Stretches for each thread: one that others hold up leaves the rest of its share to the others.
   */
  private static final int STRETCHES = 8;

  private final VerityParameters parameters;
  private final SpillFolder folder;
  private final long bound;
  private final List<LeafStore> stores = new ArrayList<>();

  /**
   * @param bound bytes of digests kept in memory, about
   */
  public FileHasher(VerityParameters parameters, long bound, SpillFolder folder) {
    this.parameters = parameters;
    this.bound = bound;
    this.folder = folder;
  }

  /**
   * The leaves of the first {@code blocks} data blocks of {@code file}, valid until this is closed.
   *
   * @param threads number of threads, 1 at least
   * @throws FormatException when the file ends before them
   */
  public Leaves hash(FileChannel file, long blocks, int threads)
      throws FormatException, IOException {
    int workers = workers(blocks, threads);
    return inStretches(
        blocks,
        workers,
        workers,
        (first, end, leaves) -> feed(file, first, end, new LeafHasher(parameters, leaves)));
  }

  /**
   * The root hash over the first {@code blocks} data blocks of {@code file}. Leaves are not kept:
   * each thread hashes its own into the level above.
   *
   * @param threads number of threads, 1 at least
   * @throws FormatException when the file ends before them, or there are none
   */
  public RootHash rootHash(FileChannel file, long blocks, int threads)
      throws FormatException, IOException {
    int unit = parameters.digestsPerBlock();
    if (blocks <= unit) {
      return HashTree.root(parameters, hash(file, blocks, threads));
    }
    int workers = workers(blocks, threads);
    Leaves nodes =
        inStretches(
            (blocks + unit - 1) / unit,
            workers,
            workers * STRETCHES,
            (first, end, store) -> {
              UpperLevel level = new UpperLevel(parameters, store);
              LeafHasher hasher = new LeafHasher(parameters, level);
              feed(file, first * unit, Math.min(end * unit, blocks), hasher);
              level.finish();
            });
    return HashTree.root(parameters, nodes);
  }

  private static int workers(long blocks, int threads) {
    return (int) Math.max(1, Math.min(threads, blocks >>> 12));
  }

  /** Hashes what comes from {@code first} to before {@code end} into {@code store}. */
  @FunctionalInterface
  private interface Stretch {
    void hash(long first, long end, LeafStore store) throws FormatException, IOException;
  }

  private Leaves inStretches(long count, int workers, int stretches, Stretch stretch)
      throws FormatException, IOException {
    ExecutorService pool = Executors.newFixedThreadPool(workers, FileHasher::worker);
    try {
      List<Future<Leaves>> parts = new ArrayList<>();
      for (int i = 0; i < stretches; i++) {
        long first = count * i / stretches;
        long end = count * (i + 1) / stretches;
        LeafStore store = new LeafStore(parameters.hash().size(), bound / stretches, folder);
        stores.add(store);
        parts.add(
            pool.submit(
                () -> {
                  stretch.hash(first, end, store);
                  return store;
                }));
      }
      return join(parts);
    } finally {
      pool.shutdownNow();
    }
  }

  private void feed(FileChannel file, long first, long end, LeafHasher hasher)
      throws FormatException, IOException {
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER_SIZE);
    long position = first << parameters.dataBlockSize().bits();
    long last = end << parameters.dataBlockSize().bits();
    while (position < last) {
      buffer.clear().limit((int) Math.min(BUFFER_SIZE, last - position));
      int got = file.read(buffer, position);
      if (got < 0) {
        throw new FormatException(
            "data: the file ends at byte %d, %d more expected"
                .formatted(position, last - position));
      }
      hasher.update(buffer.array(), 0, got);
      position += got;
    }
    hasher.finish();
  }

  private Leaves join(List<Future<Leaves>> parts) throws FormatException, IOException {
    List<Leaves> leaves = new ArrayList<>();
    try {
      for (Future<Leaves> part : parts) {
        leaves.add(part.get());
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof FormatException malformed) {
        throw malformed;
      }
      throw new IOException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while hashing", e);
    }
    return Leaves.concat(parameters.hash().size(), leaves);
  }

  private static Thread worker(Runnable task) {
    Thread thread = new Thread(task, "leaf-hasher");
    thread.setDaemon(true);
    return thread;
  }

  /** Removes the temporary files, if there are any. */
  @Override
  public void close() throws IOException {
    for (LeafStore store : stores) {
      store.close();
    }
  }
}
