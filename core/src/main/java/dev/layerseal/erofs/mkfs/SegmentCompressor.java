package dev.layerseal.erofs.mkfs;

import dev.layerseal.erofs.codec.FillCompressor;
import dev.layerseal.erofs.codec.Filling;
import dev.layerseal.erofs.codec.ZstdFill;
import java.util.Arrays;

/**
 * Cuts a segment into extents as mkfs.erofs does. The compressor sees a window of the input; how
 * much of it is ahead decides which tables the compressor uses, so the window moves as the tool's
 * does. What was made is there until the next segment.
 */
final class SegmentCompressor implements AutoCloseable {

  private static final int BLOCK = 4096;

  /** Bytes of input that the compressor sees at most. */
  private static final int WINDOW = 8_192_000;

  /** The window moves when this much of it is done. */
  private static final int REFILL = 4_096_000;

  private final FillCompressor compressor;
  private final ClusterFormat format;
  private final byte[] cluster;

  private byte[] source = new byte[0];
  private int at;
  private int end;
  private byte[] clusters = new byte[0];
  private int size;
  private int[] extents = new int[16];
  private int count;

  SegmentCompressor(FillCompressor compressor, ClusterFormat format) {
    this.compressor = compressor;
    this.format = format;
    this.cluster = new byte[format.clusterSize()];
  }

  /** Compresses {@code length} bytes from {@code source[offset]} on, all of them the segment. */
  void compress(byte[] source, int offset, int length) {
    this.source = source;
    at = offset;
    end = offset + length;
    size = 0;
    count = 0;
    int window = offset;
    while (at < end) {
      int windowEnd = Math.min(window + WINDOW, end);
      extent(windowEnd);
      if (windowEnd < end && at - window >= REFILL) {
        window += (at - window) / BLOCK * BLOCK;
      }
    }
    this.source = new byte[0];
  }

  /** The physical clusters of the segment, in the first {@link #size} bytes. */
  byte[] clusters() {
    return clusters;
  }

  /** Bytes of the clusters: whole blocks. */
  int size() {
    return size;
  }

  /** The extents of the segment, packed. */
  int[] extents() {
    return Arrays.copyOf(extents, count);
  }

  private void extent(int windowEnd) {
    int remaining = windowEnd - at;
    if (remaining <= BLOCK) {
      raw(remaining, remaining);
      return;
    }
    Filling filling = compressor.fill(source, at, remaining, cluster, cluster.length);
    int blocks = (filling.size() + BLOCK - 1) / BLOCK;
    if (blocks * BLOCK >= filling.consumed()) {
      int most = format.rawByOutput() ? blocks * BLOCK : cluster.length;
      raw(Math.min(filling.consumed(), most), remaining);
    } else {
      compressed(filling, blocks);
    }
  }

  private void compressed(Filling filling, int blocks) {
    int padding = format.leftAligned() ? 0 : blocks * BLOCK - filling.size();
    put(cluster, 0, filling.size(), padding, blocks);
    add(new Extent(filling.consumed(), blocks, false));
  }

  /** Stores blocks as they are, as long as a whole one of {@code processed} bytes is left. */
  private void raw(int processed, int remaining) {
    int left = processed;
    int ahead = remaining;
    do {
      int length = Math.min(BLOCK, ahead);
      put(source, at, length, 0, 1);
      add(new Extent(length, 1, true));
      left -= length;
      ahead -= length;
    } while (left >= BLOCK);
  }

  private void add(Extent extent) {
    if (count == extents.length) {
      extents = Arrays.copyOf(extents, 2 * count);
    }
    extents[count++] = extent.pack();
    at += extent.length();
  }

  /** Adds a cluster: zeros, what it holds, and zeros up to its end. */
  private void put(byte[] bytes, int offset, int length, int padding, int blocks) {
    int place = size;
    size += blocks * BLOCK;
    if (size > clusters.length) {
      clusters = Arrays.copyOf(clusters, Math.max(size, clusters.length / 2 * 3));
    }
    Arrays.fill(clusters, place, place + padding, (byte) 0);
    System.arraycopy(bytes, offset, clusters, place + padding, length);
    Arrays.fill(clusters, place + padding + length, size, (byte) 0);
  }

  @Override
  public void close() {
    if (compressor instanceof ZstdFill zstd) {
      zstd.close();
    }
  }
}
