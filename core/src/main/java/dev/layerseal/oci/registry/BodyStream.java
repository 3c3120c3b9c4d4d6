package dev.layerseal.oci.registry;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The body of an answer while it comes in. Reading waits for a piece no longer than the silence
 * that is allowed, and all of it takes no longer than the call may: the JDK's own stream waits for
 * ever.
 */
final class BodyStream extends InputStream implements BodySubscriber<InputStream> {

  /** How a body ends: properly when there is no failure. */
  private record End(@Nullable Throwable failure) {}

  private final LinkedBlockingQueue<Object> arrived = new LinkedBlockingQueue<>();
  private final Queue<ByteBuffer> pieces = new ArrayDeque<>();
  private final AtomicReference<Flow.@Nullable Subscription> subscription = new AtomicReference<>();
  private final Duration silence;
  private final long deadline;
  private @Nullable End end;

  BodyStream(Duration silence, Duration call) {
    this.silence = silence;
    this.deadline = System.nanoTime() + call.toNanos();
  }

  @Override
  public CompletionStage<InputStream> getBody() {
    return CompletableFuture.completedStage(this);
  }

  @Override
  public void onSubscribe(Flow.Subscription given) {
    if (subscription.compareAndSet(null, given)) {
      given.request(1);
    } else {
      given.cancel();
    }
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    arrived.add(buffers);
  }

  @Override
  public void onError(Throwable failure) {
    arrived.add(new End(failure));
  }

  @Override
  public void onComplete() {
    arrived.add(new End(null));
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, buffer.length);
    if (length == 0) {
      return 0;
    }
    while (pieces.isEmpty()) {
      if (end != null) {
        return ended(end);
      }
      await();
    }
    ByteBuffer piece = pieces.element();
    int count = Math.min(length, piece.remaining());
    piece.get(buffer, offset, count);
    if (!piece.hasRemaining()) {
      pieces.remove();
    }
    return count;
  }

  private static int ended(End end) throws IOException {
    if (end.failure() != null) {
      throw new IOException("the connection broke: " + end.failure().getMessage(), end.failure());
    }
    return -1;
  }

  @SuppressWarnings("unchecked")
  private void await() throws IOException {
    Object next = poll();
    if (next == null) {
      close();
      throw new HttpTimeoutException(
          System.nanoTime() >= deadline
              ? "the answer took too long in all"
              : "nothing came for %d s".formatted(silence.toSeconds()));
    }
    if (next instanceof End reached) {
      end = reached;
      return;
    }
    for (ByteBuffer piece : (List<ByteBuffer>) next) {
      if (piece.hasRemaining()) {
        pieces.add(piece);
      }
    }
    Flow.Subscription given = subscription.get();
    if (given != null) {
      given.request(1);
    }
  }

  private @Nullable Object poll() throws InterruptedIOException {
    long left = Math.min(silence.toNanos(), deadline - System.nanoTime());
    try {
      return arrived.poll(left, TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while reading from a registry");
    }
  }

  /** Ends the transfer; the connection is not used again unless all was read. */
  @Override
  public void close() {
    if (end == null) {
      end = new End(new IOException("closed"));
    }
    Flow.Subscription given = subscription.get();
    if (given != null) {
      given.cancel();
    }
  }
}
