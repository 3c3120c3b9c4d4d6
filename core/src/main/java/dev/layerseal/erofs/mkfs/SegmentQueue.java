package dev.layerseal.erofs.mkfs;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Compresses the segments of many files by several threads, ahead of the one that takes them, and
 * hands them out in order. What is ahead has a bound in bytes, whatever the number of threads.
 */
final class SegmentQueue implements AutoCloseable {

  /** A segment that is not compressed yet. */
  record Piece(long position, int length) {}

  private record Pending(int weight, Future<Segment> segment) {}

  private static final int AHEAD = 2 * Segment.SIZE;

  /** What a segment takes that is ahead, however short: a block, and what leads to it. */
  private static final int SMALLEST = Compression.BLOCK + 512;

  private final Spool content;
  private final Compression compression;
  private final ClusterFormat format;
  private final Iterator<Piece> pieces;
  private final ExecutorService threads;
  private final Queue<SegmentCompressor> idle = new ConcurrentLinkedQueue<>();
  private final Deque<Pending> pending = new ArrayDeque<>();
  private long ahead;

  SegmentQueue(
      Spool content,
      Compression compression,
      ErofsUtils version,
      Iterator<Piece> pieces,
      int threads) {
    this.content = content;
    this.compression = compression;
    this.format = compression.format(version);
    this.pieces = pieces;
    this.threads = Executors.newFixedThreadPool(threads, SegmentQueue::thread);
  }

  /** The next segment. */
  Segment next() throws IOException {
    submit();
    Pending first = pending.remove();
    try {
      Segment segment = first.segment().get();
      ahead -= first.weight();
      return segment;
    } catch (ExecutionException e) {
      throw failure(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private void submit() {
    while (pieces.hasNext() && (ahead < AHEAD || pending.isEmpty())) {
      Piece piece = pieces.next();
      int weight = piece.length() + SMALLEST;
      ahead += weight;
      pending.add(new Pending(weight, threads.submit(() -> compress(piece))));
    }
  }

  private Segment compress(Piece piece) throws IOException {
    byte[] source = new byte[piece.length()];
    content.read(piece.position(), source, 0, source.length);
    SegmentCompressor compressor = idle.poll();
    if (compressor == null) {
      compressor = new SegmentCompressor(compression.compressor(), format);
    }
    Segment segment = compressor.compress(source, 0, source.length);
    idle.add(compressor);
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
    threads.shutdownNow();
    idle.forEach(SegmentCompressor::close);
  }
}
