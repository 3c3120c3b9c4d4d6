package dev.layerseal.erofs.mkfs;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Takes the content of files as it comes out of the archive: cuts what can be compressed into
 * segments, and keeps the rest in a temporary file.
 */
final class ContentReader {

  private static final byte[] NONE = new byte[0];

  private final GatheredWrites content;
  private final @Nullable SegmentQueue segments;
  private Node node = new Node(null);
  private long end;
  private long left;
  private byte[] segment = NONE;
  private int filled;

  ContentReader(Spool content, @Nullable SegmentQueue segments) {
    this.content = new GatheredWrites(content);
    this.segments = segments;
  }

  /** Whether files of this kind are compressed, if only in vain. */
  static boolean compresses(Node node) {
    return node.isRegular() && node.size > Compression.BLOCK;
  }

  /** Begins a file. */
  void begin(Node next) {
    node = next;
    node.content = end;
    left = segments != null && compresses(node) ? node.size : 0;
    beginSegment();
  }

  void data(byte[] buffer, int offset, int length) throws IOException {
    if (segments == null || !compresses(node) || node.size > Segment.SIZE) {
      content.write(end, buffer, offset, length);
    }
    end += length;
    if (left > 0 && segments != null) {
      cut(segments, buffer, offset, length);
    }
  }

  /** Waits until everything is compressed. */
  void finish() throws IOException {
    content.flush();
    if (segments != null) {
      segments.finish();
    }
  }

  private void cut(SegmentQueue queue, byte[] buffer, int offset, int length) throws IOException {
    int taken = 0;
    while (taken < length) {
      int count = Math.min(length - taken, segment.length - filled);
      System.arraycopy(buffer, offset + taken, segment, filled, count);
      filled += count;
      taken += count;
      if (filled == segment.length) {
        left -= filled;
        queue.add(node, segment);
        beginSegment();
      }
    }
  }

  private void beginSegment() {
    segment = left == 0 ? NONE : new byte[(int) Math.min(Segment.SIZE, left)];
    filled = 0;
  }
}
