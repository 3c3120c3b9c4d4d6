package dev.layerseal.erofs.mkfs;

import dev.layerseal.bytes.BlockSize;
import dev.layerseal.bytes.ByteWriter;
import dev.layerseal.erofs.disk.DataLayout;
import dev.layerseal.erofs.disk.InodeCompact;
import dev.layerseal.erofs.disk.InodeExtended;
import dev.layerseal.error.UnsupportedFeatureException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Encodes what was planned. The blocks of all metadata groups lie one behind the other. */
final class MetadataWriter {

  private final Planner plan;
  private final BlockSize blockSize;
  private final List<Group> groups = new ArrayList<>();
  private final byte[] bytes;
  private boolean filters = true;
  private boolean filtered;

  MetadataWriter(Planner plan, Placement places, BlockSize blockSize, Budget budget)
      throws UnsupportedFeatureException {
    this.plan = plan;
    this.blockSize = blockSize;
    gather(places.superblock());
    gather(places.sharedXattrs());
    for (Node node : plan.nodes()) {
      gather(node.group);
      if (node.isDirectory() || node.isSymlink()) {
        gather(node.data);
      }
    }
    groups.sort((one, other) -> Long.compare(one.start, other.start));
    long size = 0;
    for (Group group : groups) {
      group.stored = (int) size;
      size += group.blocks << blockSize.bits();
      budget.take(group.blocks << blockSize.bits());
    }
    bytes = new byte[Math.toIntExact(size)];
  }

  private void gather(@Nullable Group group) {
    if (group != null && group.stored < 0) {
      group.stored = 0;
      groups.add(group);
    }
  }

  /** Where the bytes belong, neighbours joined. */
  List<ImageSegment.Metadata> segments() {
    List<ImageSegment.Metadata> segments = new ArrayList<>();
    long block = 0;
    int offset = 0;
    long end = 0;
    for (Group group : groups) {
      if (group.start != end) {
        addSegment(segments, block, offset, end);
        block = group.start;
        offset = group.stored;
      }
      end = group.start + group.blocks;
    }
    addSegment(segments, block, offset, end);
    return segments;
  }

  private void addSegment(List<ImageSegment.Metadata> segments, long block, int offset, long end) {
    if (end > block) {
      int length = (int) (end - block << blockSize.bits());
      segments.add(new ImageSegment.Metadata(block, offset, length));
    }
  }

  /** The bytes, shared. */
  byte[] bytes() {
    return bytes;
  }

  /** Whether some xattr area has a filter. */
  boolean filtered() {
    return filtered;
  }

  /** Leaves the filters of xattr names out. */
  void withoutFilters() {
    filters = false;
  }

  /**
   * Lets bytes that were written before show between the pieces that come now. Behind the last
   * piece of a group there are zeros.
   */
  void writeOver(Spool image) throws IOException {
    for (Group group : groups) {
      image.readUpTo(group.start << blockSize.bits(), bytes, group.stored, (int) group.used);
    }
    for (Node node : plan.nodes()) {
      Group data = node.data;
      if (data != null && data.stored >= 0) {
        int length = (int) (data.blocks << blockSize.bits());
        Arrays.fill(bytes, data.stored, data.stored + length, (byte) 0);
      }
    }
  }

  /** Writes all groups to their places in the image. */
  void writeTo(Spool image) throws IOException {
    for (Group group : groups) {
      int length = (int) (group.blocks << blockSize.bits());
      image.write(group.start << blockSize.bits(), bytes, group.stored, length);
    }
  }

  /** Stores the end of a file behind its inode. */
  void storeTail(Node node, byte[] tail) {
    store(node.group, node.position + InodeSize.withXattrs(node), tail, 0, tail.length);
  }

  /** Stores the area of shared xattrs. */
  void storeXattrs(Group group, long position, byte[] area) {
    store(group, position, area, 0, area.length);
  }

  void write() {
    plan.nodes().forEach(this::writeNode);
  }

  private void writeNode(Node node) {
    ByteWriter out = new ByteWriter(64);
    encodeInode(node, out);
    if (node.xattrs != null) {
      filtered |= filters && XattrList.filter(node.xattrs) != 0;
      XattrList.encode(node.xattrs, filters, out);
    }
    if (node.layout == DataLayout.CHUNK_BASED) {
      out.align(8);
      TarChunks.encode(node.content, node.size, out);
    }
    byte[] inode = out.toByteArray();
    store(node.group, node.position, inode, 0, inode.length);
    if (node.indexes != null) {
      long position = InodeSize.alignIndexes(node.position + inode.length);
      store(node.group, position, node.indexes, 0, node.indexes.length);
      node.indexes = null;
    }
    byte[] content = content(node);
    if (content != null) {
      storeContent(node, content, node.position + inode.length);
    }
    node.listing = null;
  }

  private byte @Nullable [] content(Node node) {
    if (node.isSymlink()) {
      return node.link;
    }
    return node.listing == null
        ? null
        : Listing.encode(node.listing, node.size, blockSize, name -> plan.nid(name.node));
  }

  /** Whole blocks go to the data blocks, the rest behind them or behind the inode. */
  private void storeContent(Node node, byte[] content, long inline) {
    int whole = content.length - node.tail;
    store(node.data, 0, content, 0, whole);
    if (node.layout == DataLayout.FLAT_INLINE) {
      store(node.group, inline, content, whole, node.tail);
    } else {
      store(node.data, whole, content, whole, node.tail);
    }
  }

  private void store(@Nullable Group group, long position, byte[] from, int offset, int length) {
    if (length > 0) {
      if (group == null) {
        throw new IllegalStateException("metadata without a place");
      }
      System.arraycopy(from, offset, bytes, group.stored + (int) position, length);
    }
  }

  private void encodeInode(Node node, ByteWriter out) {
    int xattrs = XattrList.count(node.xattrs);
    int mode = node.mode & 0xffff;
    long union = node.union & 0xffffffffL;
    if (node.extended) {
      new InodeExtended(
              node.layout,
              xattrs,
              mode,
              node.size,
              union,
              node.serial,
              node.uid & 0xffffffffL,
              node.gid & 0xffffffffL,
              node.modified,
              node.nanoseconds & 0xffffffffL,
              node.linkCount & 0xffffffffL)
          .encode(out);
    } else {
      new InodeCompact(
              node.layout,
              xattrs,
              mode,
              node.linkCount & 0xffff,
              node.size & 0xffffffffL,
              0,
              union,
              node.serial,
              node.uid,
              node.gid)
          .encode(out);
    }
  }
}
