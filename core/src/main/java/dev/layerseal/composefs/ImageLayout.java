package dev.layerseal.composefs;

import dev.layerseal.bytes.BlockSize;
import dev.layerseal.erofs.disk.DataLayout;
import dev.layerseal.erofs.disk.ErofsSuperblock;
import dev.layerseal.erofs.disk.ErofsSuperblockBuilder;
import dev.layerseal.erofs.disk.FeatureCompat;
import dev.layerseal.erofs.disk.FileType;
import dev.layerseal.error.UnsupportedFeatureException;
import dev.layerseal.tree.FileName;
import dev.layerseal.tree.Inode;
import dev.layerseal.tree.Inode.Directory;
import dev.layerseal.tree.Inode.RegularFile;
import dev.layerseal.tree.Inode.Symlink;
import dev.layerseal.tree.Xattrs;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;

/**
 * Where everything goes in an image: inodes first, the shared xattrs behind them, then whole blocks
 * of content. How is a matter of the composefs_version.
 */
abstract class ImageLayout {

  static final int BLOCK = 4096;
  static final int SLOT = 32;

  /** Where the first inode is: behind the superblock. */
  static final int INODES_START = 1152;

  final ComposefsTree tree;
  final List<PlannedInode> inodes;
  final SharedXattrs shared;
  long inodesEnd;
  long blocks;

  ImageLayout(ComposefsTree tree, List<PlannedInode> inodes, SharedXattrs shared) {
    this.tree = tree;
    this.inodes = inodes;
    this.shared = shared;
  }

  /**
   * The layout of {@code tree}.
   *
   * @throws UnsupportedFeatureException when an image of that version cannot hold it
   */
  static ImageLayout plan(ComposefsTree tree, int version) throws UnsupportedFeatureException {
    return version == ComposefsVersion.EPOCH_2
        ? Epoch2Layout.plan(tree)
        : Epoch1Layout.plan(tree, version);
  }

  abstract ComposefsHeader header();

  abstract ErofsSuperblock superblock();

  /** Names that the root gets besides those of the tree. */
  abstract NavigableMap<FileName, Inode> stubs();

  /** The xattrs of {@code inode} in the image, in their order. */
  abstract List<Xattrs.Entry> xattrs(PlannedInode inode);

  /** Where the shared xattrs start, in bytes from what their ids count from. */
  abstract long sharedBase();

  abstract FileType type(PlannedInode planned);

  /** The number for stat(2). */
  abstract long number(PlannedInode planned);

  abstract long linkCount(PlannedInode planned);

  abstract int nanos(PlannedInode planned);

  abstract long chunkFormat(ExternalContent external);

  DataLayout dataLayout(PlannedInode planned) {
    if (planned.external() != null) {
      return DataLayout.CHUNK_BASED;
    }
    return planned.tail > 0 ? DataLayout.FLAT_INLINE : DataLayout.FLAT_PLAIN;
  }

  /** Where whole blocks of content start. */
  long dataStart() {
    return alignUp(inodesEnd + shared.size(), BLOCK);
  }

  /** What all superblocks have in common. */
  ErofsSuperblockBuilder superblockBuilder() {
    return ErofsSuperblock.builder(BlockSize.B4096)
        .featureCompat(FeatureCompat.MTIME.bit | FeatureCompat.XATTR_FILTER.bit)
        .rootNidLow((int) inodes.get(0).nid())
        .inodes(inodes.size())
        .blocksLow(dataStart() / BLOCK + blocks);
  }

  /** Finds the xattrs that several inodes have. */
  void share(Comparator<SharedXattrs.Pair> order) {
    inodes.forEach(planned -> shared.announce(xattrs(planned)));
    inodes.forEach(planned -> shared.count(xattrs(planned)));
    shared.layOut(order);
  }

  /** Length of the content, as the inode says it. */
  static long size(PlannedInode planned) {
    if (planned.inode instanceof Directory) {
      return (long) planned.blocks * BLOCK + planned.tail;
    }
    if (planned.inode instanceof Symlink symlink) {
      return symlink.target().length;
    }
    return planned.inode instanceof RegularFile file ? file.content().size() : 0;
  }

  static long alignUp(long value, int alignment) {
    return (value + alignment - 1) / alignment * alignment;
  }
}
