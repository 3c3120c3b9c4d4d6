package dev.layerseal.erofs.mkfs;

import dev.layerseal.erofs.mkfs.Group.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes the content of regular files into the image while it is planned, at the place where
 * mkfs.erofs writes it. What is compressed in vain is written too: bytes of it stay between inodes.
 */
final class FileContents {

  private static final int BLOCK = Compression.BLOCK;
  private static final int PIECE = 1 << 20;

  private final Spool content;
  private final Spool image;
  private final @Nullable SegmentQueue segments;
  private final @Nullable FileIndexes indexes;

  FileContents(
      Spool content, Spool image, @Nullable SegmentQueue segments, @Nullable FileIndexes indexes) {
    this.content = content;
    this.image = image;
    this.segments = segments;
    this.indexes = indexes;
  }

  /** The segments of {@code files}, in order. */
  static Iterable<SegmentQueue.Piece> pieces(List<Node> files) {
    return () -> files.stream().flatMap(node -> pieces(node).stream()).iterator();
  }

  private static List<SegmentQueue.Piece> pieces(Node node) {
    List<SegmentQueue.Piece> pieces = new ArrayList<>();
    for (long at = 0; at < node.size; at += Segment.SIZE) {
      int length = (int) Math.min(Segment.SIZE, node.size - at);
      pieces.add(new SegmentQueue.Piece(node.content + at, length));
    }
    return pieces;
  }

  /** Compresses a file; says whether it is stored that way. */
  boolean compress(Node node, Allocator allocator) {
    if (segments == null || indexes == null) {
      return false;
    }
    Group group = allocator.allocate(Kind.DATA, 0, BLOCK);
    allocator.place(group);
    List<Extent> extents = new ArrayList<>();
    long blocks = writeSegments(node, group.start, extents, segments);
    boolean pays = FileIndexes.pays(blocks, node.size);
    if (pays) {
      allocator.extend(group, blocks * BLOCK);
    }
    allocator.release(group);
    if (!pays) {
      return false;
    }
    node.union = (int) blocks;
    node.layout = indexes.layout();
    int position = (int) InodeSize.alignIndexes(InodeSize.withXattrs(node));
    node.indexes = indexes.encode(extents, group.start, position);
    return true;
  }

  private long writeSegments(Node node, long start, List<Extent> extents, SegmentQueue queue) {
    long blocks = 0;
    try {
      for (long at = 0; at < node.size; at += Segment.SIZE) {
        Segment segment = queue.next();
        image.write((start + blocks) * BLOCK, segment.clusters(), 0, segment.length());
        extents.addAll(segment.extents());
        blocks += segment.length() / BLOCK;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return blocks;
  }

  /** Writes the whole blocks of a file that is stored as it is. */
  void writeBlocks(Node node) {
    if (node.data != null) {
      copy(node.content, node.data.start * BLOCK, node.size - node.tail);
    }
  }

  /** Writes the rest of a file into a block of its own, filled up with zeros. */
  void writeTail(Node node) {
    if (node.data != null) {
      try {
        byte[] block = new byte[BLOCK];
        long whole = node.size - node.tail;
        content.read(node.content + whole, block, 0, node.tail);
        image.write(node.data.start * BLOCK + whole, block, 0, BLOCK);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private void copy(long from, long to, long length) {
    byte[] buffer = new byte[(int) Math.min(PIECE, length)];
    try {
      for (long at = 0; at < length; at += buffer.length) {
        int count = (int) Math.min(buffer.length, length - at);
        content.read(from + at, buffer, 0, count);
        image.write(to + at, buffer, 0, count);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
