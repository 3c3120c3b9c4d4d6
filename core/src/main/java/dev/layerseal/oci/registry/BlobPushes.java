package dev.layerseal.oci.registry;

import dev.layerseal.error.LayersealException;
import dev.layerseal.error.TaskResult;
import dev.layerseal.oci.Descriptor;
import dev.layerseal.oci.store.BlobSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

  /** When one fails, those that did not begin are left out; what began is not waited for. */
  void push(Map<Descriptor, BlobSource> blobs) throws LayersealException, IOException {
    ExecutorService pool = Executors.newFixedThreadPool(AT_A_TIME, BlobPushes::worker);
    try {
      List<Future<?>> pushes = new ArrayList<>();
      for (Map.Entry<Descriptor, BlobSource> blob : blobs.entrySet()) {
        if (pushes.size() == 1) {
          TaskResult.of(pushes.get(0));
        }
        pushes.add(
            pool.submit(
                () -> {
                  store.pushBlob(blob.getKey(), blob.getValue());
                  return null;
                }));
      }
      for (Future<?> push : pushes) {
        TaskResult.of(push);
      }
    } finally {
      pool.shutdownNow();
    }
  }

  private static Thread worker(Runnable task) {
    Thread thread = new Thread(task, "push");
    thread.setDaemon(true);
    return thread;
  }
}
