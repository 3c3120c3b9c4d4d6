package dev.layerseal.oci.registry;

import dev.layerseal.error.LayersealException;
import dev.layerseal.oci.Descriptor;
import dev.layerseal.oci.store.BlobSource;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Pushes blobs a few at a time: each takes three requests that wait for the network. The first goes
 * alone, so that the registry is asked for access once.
 */
final class BlobPushes {

  private static final int AT_A_TIME = 4;

  private final RegistryStore store;

  BlobPushes(RegistryStore store) {
    this.store = store;
  }

  /** When one fails, those that did not begin are left out, and the rest is waited for. */
  void push(Map<Descriptor, BlobSource> blobs) throws LayersealException, IOException {
    List<Map.Entry<Descriptor, BlobSource>> left = new ArrayList<>(blobs.entrySet());
    if (left.isEmpty()) {
      return;
    }
    push(left.remove(0));
    if (left.size() <= 1) {
      for (Map.Entry<Descriptor, BlobSource> blob : left) {
        push(blob);
      }
      return;
    }
    ExecutorService pool =
        Executors.newFixedThreadPool(Math.min(AT_A_TIME, left.size()), BlobPushes::worker);
    try {
      List<Future<?>> pushes = new ArrayList<>();
      for (Map.Entry<Descriptor, BlobSource> blob : left) {
        pushes.add(
            pool.submit(
                () -> {
                  push(blob);
                  return null;
                }));
      }
      for (Future<?> push : pushes) {
        await(push);
      }
    } finally {
      pool.shutdownNow();
    }
  }

  private void push(Map.Entry<Descriptor, BlobSource> blob) throws LayersealException, IOException {
    store.pushBlob(blob.getKey(), blob.getValue());
  }

  private static void await(Future<?> push) throws LayersealException, IOException {
    try {
      push.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while pushing to a registry");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof LayersealException known) {
        throw known;
      }
      if (e.getCause() instanceof IOException io) {
        throw io;
      }
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  private static Thread worker(Runnable task) {
    Thread thread = new Thread(task, "push");
    thread.setDaemon(true);
    return thread;
  }
}
