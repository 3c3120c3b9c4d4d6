package dev.layerseal.erofs.mkfs;

import dev.layerseal.bytes.BlockSize;
import dev.layerseal.erofs.disk.DataLayout;
import dev.layerseal.erofs.disk.DeviceSlot;
import dev.layerseal.erofs.mkfs.Group.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Finds a place for what an image is made of, one piece at a time: which blocks content goes to,
 * whether the end of it follows the inode, and where the inode is.
 */
final class Placement {

  static final int INODE_ALIGNMENT = 32;

  /** The zeros before the superblock, and the superblock itself. */
  private static final int SUPERBLOCK_END = 1024 + 128;

  private static final int NO_BLOCK = -1;

  private final MkfsOptions options;
  private final BlockSize blockSize;
  private final Allocator allocator;
  private final Group superblock;
  private @Nullable Group sharedXattrs;
  private @Nullable FileContents contents;

  Placement(MkfsOptions options) {
    this.options = options;
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

  /** Places xattrs that inodes refer to. */
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

  /** Blocks for content that is placed while the archive is read. */
  Group placeContent(long size) {
    return placeData(Kind.DATA, blockSize.count(size));
  }

  /** Number of blocks that are taken. */
  long blocks() {
    return allocator.nextBlock();
  }

  /** Chooses the layout of a node, and places the whole blocks of its content. */
  void placeContent(Node node) {
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

  /** Places the whole blocks of a directory. */
  void placeDirectory(Node node) {
    placeBlocks(node, Kind.METADATA);
  }

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

  /** Finds room for an inode; its block is known later. */
  void placeInode(Node node) {
    long size = InodeSize.of(node);
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

  /** Places the end of the content where it does not follow the inode: all of it has its place. */
  void placeTail(Node node) {
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

  /** Gives the inode of a node a block number, and all before it. */
  void settle(Node node) {
    allocator.place(group(node));
  }

  /** Gives all that is left its block number. */
  void settleAll() {
    allocator.placeAll();
  }

  /** Where the inode of a node is in the image. */
  long position(Node node) {
    return group(node).start * blockSize.bytes() + node.position;
  }

  private static Group group(Node node) {
    if (node.group == null) {
      throw new IllegalStateException("an inode without a place");
    }
    return node.group;
  }
}
