package dev.layerseal.error;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/** What came of a task on another thread. */
public final class TaskResult {

  private TaskResult() {}

  /**
   * Waits for it.
   *
   * @throws LayersealException that the task threw
   * @throws IOException that the task threw, or when this thread is interrupted
   */
  public static <T> T of(Future<T> task) throws LayersealException, IOException {
    try {
      return task.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      if (cause instanceof LayersealException known) {
        throw known;
      }
      if (cause instanceof IOException io) {
        throw io;
      }
      if (cause instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException(cause);
    }
  }
}
