package dev.layerseal.erofs.mkfs;

import dev.layerseal.erofs.mkfs.Group.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes the content of regular files into the image while it is planned, at the place where
 * mkfs.erofs writes it. What is compressed in vain is written too: bytes of it stay between inodes.
 */
final class FileContents {

  private static final int BLOCK = Compression.BLOCK;

  private final Spool content;
  private final GatheredWrites image;
  private final @Nullable ClusterStore clusters;
  private final @Nullable FileIndexes indexes;

  /**
   * @param content of files, at {@link Node#content}
   * @param clusters what files were compressed to; none where nothing is compressed
   */
  FileContents(
      Spool content, Spool image, @Nullable ClusterStore clusters, @Nullable FileIndexes indexes) {
    this.content = content;
    this.image = new GatheredWrites(image);
    this.clusters = clusters;
    this.indexes = indexes;
  }

  /** Gives a file its place compressed; says whether it is stored that way. */
  boolean compress(Node node, Allocator allocator) {
    if (clusters == null || indexes == null) {
      return false;
    }
    Group group = allocator.allocate(Kind.DATA, 0, BLOCK);
    allocator.place(group);
    List<Segment> segments = node.takeSegments();
    long blocks = write(node, segments, group.start * BLOCK, clusters) / BLOCK;
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
    node.indexes = indexes.encode(Segment.extents(segments), group.start, position);
    return true;
  }

  /** Writes a file compressed; gives the bytes of the clusters. */
  private long write(Node node, List<Segment> segments, long position, ClusterStore from) {
    long written = 0;
    try {
      for (Segment segment : segments) {
        from.copy(segment.position(), image, position + written, segment.length());
        written += segment.length();
      }
      return written == 0 ? writeBlock(node, position) : written;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes a file that fits a block, which is a raw cluster, and in vain. */
  private long writeBlock(Node node, long position) throws IOException {
    int length = (int) node.size;
    image.copy(content, node.content, position, length);
    image.zeros(position + length, BLOCK - length);
    return BLOCK;
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
        long whole = node.size - node.tail;
        long position = node.data.start * BLOCK + whole;
        image.copy(content, node.content + whole, position, node.tail);
        image.zeros(position + node.tail, BLOCK - node.tail);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private void copy(long from, long to, long length) {
    try {
      image.copy(content, from, to, length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes what is still held back. Called before the image is read. */
  void flush() throws IOException {
    image.flush();
  }
}
