package dev.layerseal.composefs;

import dev.layerseal.error.LayersealException;
import dev.layerseal.fsverity.FsVerityDigest;
import dev.layerseal.fsverity.FsVerityHasher;
import dev.layerseal.fsverity.FsVerityParameters;
import dev.layerseal.tree.FileName;
import dev.layerseal.tree.Inode.RegularFile;
import dev.layerseal.tree.Metadata;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Files of a folder that get into its tree when their digests are known. */
final class PendingFiles {

  /**
   * Writing an object is mostly waiting for the disk: so many of them for each thread that hashes.
   */
  private static final int WRITERS = 8;

  private record Pending(
      MutableDirectory directory, FileName name, Path path, Metadata metadata, long size) {}

  private final FsVerityParameters parameters;
  private final @Nullable ObjectStore store;
  private final int threads;
  private final List<Pending> pending = new ArrayList<>();

  /**
   * @param store where the content is put; null to leave it
   */
  PendingFiles(FsVerityParameters parameters, @Nullable ObjectStore store, int threads) {
    this.parameters = parameters;
    this.store = store;
    this.threads = store == null ? threads : threads * WRITERS;
  }

  void add(MutableDirectory directory, FileName name, Path path, Metadata metadata, long size) {
    pending.add(new Pending(directory, name, path, metadata, size));
  }

  /** Computes all digests, several at once, and puts the files into their directories. */
  void hash() throws IOException, LayersealException, InterruptedException {
    FsVerityDigest[] digests = new FsVerityDigest[pending.size()];
    AtomicInteger next = new AtomicInteger();
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<?>> workers = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        workers.add(
            pool.submit(
                () -> {
                  for (int at = next.getAndIncrement();
                      at < digests.length;
                      at = next.getAndIncrement()) {
                    digests[at] = digest(pending.get(at));
                  }
                  return null;
                }));
      }
      for (Future<?> worker : workers) {
        worker.get();
      }
    } catch (ExecutionException e) {
      throw unwrapped(e);
    } finally {
      pool.shutdownNow();
    }
    for (int i = 0; i < digests.length; i++) {
      Pending file = pending.get(i);
      file.directory()
          .files()
          .put(
              file.name(),
              new RegularFile(file.metadata(), ExternalContent.of(file.size(), digests[i])));
    }
  }

  private static LayersealException unwrapped(ExecutionException e)
      throws IOException, LayersealException {
    Throwable cause = e.getCause();
    if (cause instanceof IOException failure) {
      throw failure;
    }
    if (cause instanceof LayersealException failure) {
      throw failure;
    }
    throw new IllegalStateException(cause);
  }

  private FsVerityDigest digest(Pending file) throws IOException, LayersealException {
    if (store != null) {
      return store.add(file.path());
    }
    try (InputStream in = Files.newInputStream(file.path())) {
      return FsVerityHasher.digest(parameters, in);
    }
  }
}
