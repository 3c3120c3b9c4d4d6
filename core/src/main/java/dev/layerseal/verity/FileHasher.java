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
    int workers = (int) Math.max(1, Math.min(threads, blocks >>> 12));
    ExecutorService pool = Executors.newFixedThreadPool(workers, FileHasher::worker);
    try {
      List<Future<Leaves>> parts = new ArrayList<>();
      for (int i = 0; i < workers; i++) {
        long first = blocks * i / workers;
        long end = blocks * (i + 1) / workers;
        LeafStore store = new LeafStore(parameters.hash().size(), bound / workers, folder);
        stores.add(store);
        parts.add(pool.submit(() -> hash(file, first, end, store)));
      }
      return join(parts);
    } finally {
      pool.shutdownNow();
    }
  }

  private Leaves hash(FileChannel file, long first, long end, LeafStore store)
      throws FormatException, IOException {
    LeafHasher hasher = new LeafHasher(parameters, store);
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
    return store;
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
