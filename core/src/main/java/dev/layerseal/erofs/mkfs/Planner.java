package dev.layerseal.erofs.mkfs;

import dev.layerseal.bytes.BlockSize;
import dev.layerseal.erofs.disk.ChunkIndex;
import dev.layerseal.erofs.disk.DataLayout;
import dev.layerseal.erofs.disk.DeviceSlot;
import dev.layerseal.erofs.disk.InodeCompact;
import dev.layerseal.erofs.disk.InodeExtended;
import dev.layerseal.erofs.mkfs.FileAttributes.Times;
import dev.layerseal.erofs.mkfs.Group.Kind;
import dev.layerseal.error.UnsupportedFeatureException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gives every inode, directory and piece of content its place, in the order of {@code mkfs.erofs}.
 */
final class Planner {

  /** The zeros before the superblock, and the superblock itself. */
  private static final int SUPERBLOCK_END = 1024 + 128;

  private static final int INODE_ALIGNMENT = 32;
  private static final int NO_BLOCK = -1;

  /** In the place of a parent that has no inode when the directory is written (1.8 only): nid 0. */
  private static final Node NOT_YET = new Node(null);

  private static final long MAX_BLOCKS = 0xffffffffL;
  private static final long MAX_ROOT_POSITION = 0xffffL * INODE_ALIGNMENT;

  private final MkfsOptions options;
  private final FileAttributes attributes;
  private final BlockSize blockSize;
  private final Allocator allocator;
  private final Group superblock;
  private @Nullable Group sharedXattrs;
  private final List<Node> nodes = new ArrayList<>();
  private long metaOffset;
  private boolean xattrOrderMatters;
  private @Nullable FileContents contents;
  private boolean removedUsed;

  Planner(MkfsOptions options, FileAttributes attributes) {
    this.options = options;
    this.attributes = attributes;
    this.blockSize = options.blockSize();
    this.allocator = new Allocator(blockSize);
    this.superblock = allocator.allocate(Kind.METADATA, 0, 1);
    allocator.extend(superblock, SUPERBLOCK_END);
    allocator.place(superblock);
    if (options.tarIndex()) {
      allocator.place(allocator.allocate(Kind.METADATA, DeviceSlot.SIZE, DeviceSlot.SIZE));
    }
  }

  /** Leaves space for a record directly behind the superblock. */
  void describe(byte[] record) {
    allocator.append(superblock, record.length);
  }

  /** Has content written as soon as it has a place. */
  void use(FileContents contents) {
    this.contents = contents;
  }

  /** Blocks for xattrs that inodes refer to. */
  Group placeXattrs(long size, int alignment) {
    Group group = allocator.allocate(Kind.METADATA, size, alignment);
    allocator.place(group);
    sharedXattrs = group;
    allocator.release(group);
    return group;
  }

  /** How far into its block a position is. */
  long offsetInBlock(long position) {
    return position & blockSize.bytes() - 1;
  }

  /** The block in which a position of a group is. */
  long block(Group group, long position) {
    return group.start + (position >>> blockSize.bits());
  }

  @Nullable Group sharedXattrs() {
    return sharedXattrs;
  }

  Group superblock() {
    return superblock;
  }

  /** All nodes of the image, in the order of their serial numbers. */
  List<Node> nodes() {
    return nodes;
  }

  /** Number of blocks of the image. */
  long blocks() {
    return allocator.nextBlock();
  }

  /** Byte offset that nids count from. */
  long metaOffset() {
    return metaOffset;
  }

  /** Blocks for content that is placed while the archive is read. */
  Group placeContent(long size) {
    return placeData(Kind.DATA, blockSize.count(size));
  }

  /** Whether some node has xattrs that erofs-utils before 1.9.3 writes in another order. */
  boolean xattrOrderMatters() {
    return xattrOrderMatters;
  }

  /** Whether the parent of some directory is one that was replaced (1.8 only). */
  boolean removedUsed() {
    return removedUsed;
  }

  /**
   * Plans the whole image.
   *
   * @throws UnsupportedFeatureException when places do not fit the fields of the image
   */
  void plan(Node root) throws UnsupportedFeatureException {
    prepare(root);
    allocator.place(group(root));
    long excess = Math.max(0, position(root) - MAX_ROOT_POSITION);
    metaOffset = blockSize.alignUp(excess);
    if (metaOffset > Integer.MAX_VALUE && !options.version().isOld()) {
      throw new UnsupportedFeatureException(
          "the root directory follows %d bytes of content: the image of 1.9 could not be mounted"
              .formatted(position(root)));
    }
    Deque<Node> directories = new ArrayDeque<>();
    directories.push(root);
    while (!directories.isEmpty()) {
      Node directory = directories.pop();
      List<Node> below = prepareChildren(directory);
      writeDirectory(directory);
      Collections.reverse(below);
      below.forEach(directories::push);
    }
    allocator.placeAll();
    if (blocks() > MAX_BLOCKS) {
      throw new UnsupportedFeatureException("the image has %d blocks".formatted(blocks()));
    }
  }

  /** Where the inode of a node is in the image. */
  long position(Node node) {
    return group(node).start * blockSize.bytes() + node.position;
  }

  long nid(Node node) {
    return node.serial == 0 ? 0 : position(node) - metaOffset >>> 5;
  }

  /** Prepares what is in a directory and was not met before; gives the directories among it. */
  private List<Node> prepareChildren(Node directory) {
    List<Node> directories = new ArrayList<>();
    for (Name name : listing(directory)) {
      Node node = name.node;
      if (node.serial != 0 || isDots(name)) {
        continue;
      }
      if (node.isDirectory()) {
        if (!options.version().isOld()) {
          node.parent = directory;
        }
        directories.add(node);
      }
      prepare(node);
    }
    return directories;
  }

  private static boolean isDots(Name name) {
    return name.bytes.length > 0
        && name.bytes.length <= 2
        && name.bytes[0] == '.'
        && name.bytes[name.bytes.length - 1] == '.';
  }

  private void prepare(Node node) {
    node.extended = needsExtended(node);
    if (node.isDirectory()) {
      prepareDirectory(node);
    }
    if (node.hidesLower) {
      node.addXattr(Xattr.ORIGIN);
    }
    if (node.xattrs != null && !XattrList.ordered(node.xattrs)) {
      xattrOrderMatters = true;
      if (!options.version().isOld()) {
        XattrList.sort(node.xattrs);
      }
    }
    prepareContent(node);
    placeInode(node);
    nodes.add(node);
    node.serial = nodes.size();
    if (!node.isDirectory()) {
      finishTail(node);
    }
  }

  private boolean needsExtended(Node node) {
    return node.size > 0xffffffffL
        || (node.uid & 0xffffffffL) > 0xffff
        || (node.gid & 0xffffffffL) > 0xffff
        || (node.linkCount & 0xffffffffL) > 0xffff
        || attributes.times() != Times.OWN_IF_ROOM && hasOwnTime(node);
  }

  private boolean hasOwnTime(Node node) {
    return node.modified != attributes.time() || options.version().isOld() && node.nanoseconds != 0;
  }

  private void prepareDirectory(Node node) {
    int pairs = options.version().isOld() ? node.dotPairs : 1;
    Name[] names = Listing.of(node, pairs);
    node.listing = names;
    node.size = Listing.size(names, blockSize);
    node.linkCount = Listing.directories(names);
    if (node.linkCount > 0xffff && !node.extended) {
      node.linkCount = 1;
    }
  }

  private void prepareContent(Node node) {
    if (node.isDirectory()) {
      node.layout = DataLayout.FLAT_INLINE;
      node.tail = tail(node.size);
    } else if (node.isSymlink()) {
      node.layout = DataLayout.FLAT_INLINE;
      node.tail = tail(node.size);
      placeBlocks(node, Kind.DATA);
    } else if (node.content == Node.NO_CONTENT || options.placesContentAtOnce()) {
      node.layout = DataLayout.FLAT_PLAIN;
    } else if (options.tarIndex()) {
      node.layout = DataLayout.CHUNK_BASED;
    } else if (node.isRegular() && !compress(node)) {
      node.layout = options.inlineData() ? DataLayout.FLAT_INLINE : DataLayout.FLAT_PLAIN;
      node.tail = tail(node.size);
      placeBlocks(node, Kind.DATA);
      if (contents != null) {
        contents.writeBlocks(node);
      }
    }
  }

  private boolean compress(Node node) {
    return contents != null && contents.compress(node, allocator);
  }

  private int tail(long size) {
    return (int) (size & blockSize.bytes() - 1);
  }

  /** Places the whole blocks of a node's content. */
  private void placeBlocks(Node node, Kind kind) {
    long blocks = node.size >>> blockSize.bits();
    if (blocks == 0) {
      node.union = NO_BLOCK;
    } else {
      node.data = placeData(kind, blocks);
      node.union = (int) node.data.start;
    }
  }

  private Group placeData(Kind kind, long blocks) {
    Group group = allocator.allocate(kind, blocks << blockSize.bits(), blockSize.bytes());
    allocator.place(group);
    return group;
  }

  private void placeInode(Node node) {
    long size = inodeSize(node);
    if (node.layout == DataLayout.FLAT_INLINE && node.tail > 0) {
      Group group = allocator.allocate(Kind.METADATA, size, INODE_ALIGNMENT, node.tail);
      if (group != null) {
        put(node, group, size);
        allocator.append(group, node.tail);
        return;
      }
    }
    if (node.layout == DataLayout.FLAT_INLINE) {
      node.layout = DataLayout.FLAT_PLAIN;
    }
    if (node.tail > 0 && node.data != null) {
      allocator.extend(node.data, blockSize.bytes());
    } else {
      node.lateTail = node.tail > 0;
    }
    put(node, allocator.allocate(Kind.METADATA, size, INODE_ALIGNMENT), size);
  }

  private static void put(Node node, Group group, long size) {
    node.group = group;
    node.position = group.used - size;
  }

  /** Bytes of the inode with its xattrs and chunk indexes. */
  private long inodeSize(Node node) {
    long size = bodySize(node);
    if (node.layout == DataLayout.CHUNK_BASED) {
      size = alignIndexes(size) + ChunkIndex.SIZE * TarChunks.count(node.size);
    }
    if (node.indexes != null) {
      size = alignIndexes(size) + node.indexes.length;
    }
    return size;
  }

  /** Bytes of the inode with its xattrs. */
  static long bodySize(Node node) {
    long form = node.extended ? InodeExtended.SIZE : InodeCompact.SIZE;
    return form + XattrList.size(node.xattrs);
  }

  static long alignIndexes(long size) {
    return size + ChunkIndex.SIZE - 1 & -ChunkIndex.SIZE;
  }

  private void finishTail(Node node) {
    if (node.tail > 0 && node.layout != DataLayout.FLAT_INLINE) {
      if (node.data == null) {
        node.data = placeData(node.isDirectory() ? Kind.METADATA : Kind.DATA, 1);
        node.union = (int) node.data.start;
      } else if (node.lateTail) {
        allocator.extend(node.data, blockSize.bytes());
      }
      if (contents != null && node.isRegular()) {
        contents.writeTail(node);
      }
    }
    if (node.data != null) {
      allocator.release(node.data);
    }
  }

  private void writeDirectory(Node directory) {
    placeBlocks(directory, Kind.METADATA);
    for (Name name : listing(directory)) {
      if (name.node.serial == 0) {
        removedUsed |= name.node.removed;
        name.node = NOT_YET;
      } else {
        allocator.place(group(name.node));
      }
    }
    finishTail(directory);
  }

  private static Name[] listing(Node directory) {
    if (directory.listing == null) {
      throw new IllegalStateException("a directory that was not prepared");
    }
    return directory.listing;
  }

  private static Group group(Node node) {
    if (node.group == null) {
      throw new IllegalStateException("an inode without a place");
    }
    return node.group;
  }
}
