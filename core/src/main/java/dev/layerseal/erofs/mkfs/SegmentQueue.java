package dev.layerseal.erofs.mkfs;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Compresses segments by several threads while the archive is read, into a temporary file. What
 * waits to be compressed has a bound in bytes; the order in which segments are done changes nothing
 * in what they are.
 */
final class SegmentQueue implements AutoCloseable {

  private record Pending(Node node, int weight, Future<Segment> segment) {}

  /** Bytes that wait, beyond a segment for each thread. */
  private static final int AHEAD = Segment.SIZE / 2;

  /** What a segment takes that waits, however short. */
  private static final int SMALLEST = 512;

  private final Spool content;
  private final ClusterStore clusters;
  private final Compression compression;
  private final ClusterFormat format;
  private final int threads;
  private final ExecutorService executor;
  private final Queue<SegmentCompressor> idle = new ConcurrentLinkedQueue<>();
  private final Deque<Pending> pending = new ArrayDeque<>();
  private long ahead;

  /**
   * @param content takes the content of files that are not stored compressed, at {@link
   *     Node#content}
   * @param clusters takes what comes out
   */
  SegmentQueue(
      Spool content,
      ClusterStore clusters,
      Compression compression,
      ErofsUtils version,
      int threads) {
    this.content = content;
    this.clusters = clusters;
    this.compression = compression;
    this.format = compression.format(version);
    this.threads = threads;
    this.executor = Executors.newFixedThreadPool(threads, SegmentQueue::thread);
  }

  /** Takes the next segment of a file, and waits where too much is ahead. */
  void add(Node node, byte[] source) throws IOException {
    int weight = source.length + SMALLEST;
    while (pending.size() >= threads && ahead + weight > AHEAD) {
      take();
    }
    ahead += weight;
    pending.add(new Pending(node, weight, executor.submit(() -> compress(node, source))));
  }

  /** Segments that are not known to be done. */
  int waiting() {
    return pending.size();
  }

  /** Waits for all segments; from here on each node has its own. */
  void finish() throws IOException {
    while (!pending.isEmpty()) {
      take();
    }
  }

  private void take() throws IOException {
    Pending first = pending.remove();
    try {
      first.node().addSegment(first.segment().get());
      ahead -= first.weight();
    } catch (ExecutionException e) {
      throw failure(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private Segment compress(Node node, byte[] source) throws IOException {
    SegmentCompressor compressor = idle.poll();
    if (compressor == null) {
      compressor = new SegmentCompressor(compression.compressor(), format);
    }
    compressor.compress(source, 0, source.length);
    int length = compressor.size();
    long position = clusters.append(compressor.clusters(), length);
    Segment segment = new Segment(compressor.extents(), position, length);
    idle.add(compressor);
    if (source.length == node.size && !FileIndexes.pays(length / Compression.BLOCK, node.size)) {
      content.write(node.content, source, 0, source.length);
    }
    return segment;
  }

  private static IOException failure(ExecutionException failure) {
    Throwable cause = failure.getCause();
    if (cause instanceof RuntimeException unchecked) {
      throw unchecked;
    }
    if (cause instanceof Error error) {
      throw error;
    }
    return cause instanceof IOException io ? io : new IOException(failure);
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "erofs-compress");
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public void close() {
    executor.shutdownNow();
    idle.forEach(SegmentCompressor::close);
  }
}
