package dev.layerseal.erofs.mkfs;

import dev.layerseal.erofs.codec.FillCompressor;
import dev.layerseal.erofs.codec.Filling;
import dev.layerseal.erofs.codec.ZstdFill;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Cuts a segment into extents as mkfs.erofs does. The compressor sees a window of the input; how
 * much of it is ahead decides which tables the compressor uses, so the window moves as the tool's
 * does.
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
  private List<Extent> extents = List.of();

  SegmentCompressor(FillCompressor compressor, ClusterFormat format) {
    this.compressor = compressor;
    this.format = format;
    this.cluster = new byte[format.clusterSize()];
  }

  /** Compresses {@code length} bytes from {@code source[offset]} on, all of them the segment. */
  Segment compress(byte[] source, int offset, int length) {
    this.source = source;
    at = offset;
    end = offset + length;
    clusters = new byte[Math.max(BLOCK, length / 2)];
    size = 0;
    extents = new ArrayList<>();
    int window = offset;
    while (at < end) {
      int windowEnd = Math.min(window + WINDOW, end);
      extent(windowEnd);
      if (windowEnd < end && at - window >= REFILL) {
        window += (at - window) / BLOCK * BLOCK;
      }
    }
    Segment segment = new Segment(List.copyOf(extents), clusters, size);
    clusters = new byte[0];
    return segment;
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
    int place = grow(blocks);
    System.arraycopy(cluster, 0, clusters, place + padding, filling.size());
    add(new Extent(filling.consumed(), blocks, false));
  }

  /** Stores blocks as they are, as long as a whole one of {@code processed} bytes is left. */
  private void raw(int processed, int remaining) {
    int left = processed;
    int ahead = remaining;
    do {
      int count = Math.min(BLOCK, ahead);
      int place = grow(1);
      System.arraycopy(source, at, clusters, place, count);
      add(new Extent(count, 1, true));
      left -= count;
      ahead -= count;
    } while (left >= BLOCK);
  }

  private void add(Extent extent) {
    extents.add(extent);
    at += extent.length();
  }

  private int grow(int blocks) {
    int place = size;
    size += blocks * BLOCK;
    if (size > clusters.length) {
      clusters = Arrays.copyOf(clusters, Math.max(size, clusters.length / 2 * 3));
    }
    return place;
  }

  @Override
  public void close() {
    if (compressor instanceof ZstdFill zstd) {
      zstd.close();
    }
  }
}
