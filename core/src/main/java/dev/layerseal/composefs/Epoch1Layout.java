package dev.layerseal.composefs;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.layerseal.erofs.disk.ErofsSuperblock;
import dev.layerseal.erofs.disk.FileType;
import dev.layerseal.erofs.disk.InodeCompact;
import dev.layerseal.erofs.disk.InodeExtended;
import dev.layerseal.erofs.disk.XattrPrefix;
import dev.layerseal.tree.FileName;
import dev.layerseal.tree.Inode;
import dev.layerseal.tree.Inode.Directory;
import dev.layerseal.tree.Inode.RegularFile;
import dev.layerseal.tree.Inode.Symlink;
import dev.layerseal.tree.Metadata;
import dev.layerseal.tree.Xattrs;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;

/**
 * Where everything goes in an image of composefs_version 0 or 1, as mkcomposefs decides it: inodes
 * breadth first, the shared xattrs behind them, then whole blocks of content.
 */
final class Epoch1Layout extends ImageLayout {

  private static final int MAX_COMPACT_NUMBER = 0xffff;
  private static final long MAX_COMPACT_SIZE = 0xffffffffL;

  /** How many xattrs of one inode are shared at most. */
  private static final int MAX_REFERENCES = 128;

  private static final byte[] ACL_ACCESS = "system.posix_acl_access".getBytes(US_ASCII);
  private static final byte[] ACL_DEFAULT = "system.posix_acl_default".getBytes(US_ASCII);

  private final int version;
  private final NavigableMap<FileName, Inode> stubs;

  /** The smallest time of all inodes, which compact ones do not hold. */
  private long buildTime = Long.MAX_VALUE;

  private int buildTimeNanos = Integer.MAX_VALUE;
  private boolean acl;

  private Epoch1Layout(ComposefsTree tree, int version, NavigableMap<FileName, Inode> stubs) {
    super(
        tree,
        InodeOrder.breadthFirst(tree, stubs),
        new SharedXattrs(MAX_REFERENCES, XattrPrefix::of));
    this.version = version;
    this.stubs = stubs;
  }

  static Epoch1Layout plan(ComposefsTree tree, int version) {
    Epoch1Layout layout = new Epoch1Layout(tree, version, Whiteouts.stubs(tree.root().metadata()));
    layout.gather();
    layout.place();
    return layout;
  }

  @Override
  ComposefsHeader header() {
    return new ComposefsHeader(acl, version);
  }

  @Override
  ErofsSuperblock superblock() {
    return superblockBuilder()
        .epoch(buildTime)
        .fixedNanos(buildTimeNanos)
        .xattrBlock(inodesEnd / BLOCK)
        .build();
  }

  @Override
  NavigableMap<FileName, Inode> stubs() {
    return stubs;
  }

  @Override
  List<Xattrs.Entry> xattrs(PlannedInode inode) {
    return OverlayXattrs.epoch1(inode, version);
  }

  @Override
  long sharedBase() {
    return inodesEnd % BLOCK;
  }

  /** A whiteout of the tree is an empty file in the image, marked by its xattrs. */
  @Override
  FileType type(PlannedInode planned) {
    return planned.isWhiteout() ? FileType.REGULAR : planned.type();
  }

  @Override
  long number(PlannedInode planned) {
    return planned.number;
  }

  @Override
  long linkCount(PlannedInode planned) {
    return planned.linkCount();
  }

  @Override
  int nanos(PlannedInode planned) {
    return planned.inode.metadata().mtimeNanos();
  }

  @Override
  long chunkFormat(ExternalContent external) {
    return ChunkTable.of(external.size()).format().encode();
  }

  private void gather() {
    for (PlannedInode planned : inodes) {
      Metadata metadata = planned.inode.metadata();
      if (metadata.mtime() < buildTime
          || metadata.mtime() == buildTime && metadata.mtimeNanos() < buildTimeNanos) {
        buildTime = metadata.mtime();
        buildTimeNanos = metadata.mtimeNanos();
      }
      for (Xattrs.Entry xattr : metadata.xattrs().entries()) {
        acl |= isAcl(xattr.name());
      }
    }
    share(SharedXattrs.EPOCH_1);
  }

  private static boolean isAcl(byte[] name) {
    return Arrays.equals(name, ACL_ACCESS) || Arrays.equals(name, ACL_DEFAULT);
  }

  private void place() {
    long position = INODES_START;
    for (PlannedInode planned : inodes) {
      split(planned);
      planned.extended = !fitsCompact(planned);
      planned.xattrSize = shared.areaSize(xattrs(planned));
      position = place(planned, alignUp(position, SLOT));
      blocks += planned.blocks;
    }
    inodesEnd = alignUp(position, SLOT);
  }

  /** Cuts the content of an inode into whole blocks and what follows the inode. */
  private void split(PlannedInode planned) {
    ExternalContent external = planned.external();
    if (planned.inode instanceof Directory) {
      Dirents.pack(planned, stubs);
    } else if (planned.inode instanceof Symlink symlink) {
      planned.tail = symlink.target().length;
    } else if (external != null) {
      planned.tail = ChunkTable.of(external.size()).size();
    } else if (planned.inode instanceof RegularFile file) {
      int size = (int) file.content().size();
      planned.blocks = size / BLOCK;
      planned.tail = size % BLOCK;
      if (planned.tail > BLOCK / 2) {
        planned.blocks++;
        planned.tail = 0;
      }
    }
  }

  private boolean fitsCompact(PlannedInode planned) {
    Metadata metadata = planned.inode.metadata();
    return metadata.mtime() == buildTime
        && metadata.mtimeNanos() == buildTimeNanos
        && planned.linkCount() <= MAX_COMPACT_NUMBER
        && metadata.uid() <= MAX_COMPACT_NUMBER
        && metadata.gid() <= MAX_COMPACT_NUMBER
        && declaredSize(planned) <= MAX_COMPACT_SIZE;
  }

  private long declaredSize(PlannedInode planned) {
    return tree.declaredSizes().getOrDefault(planned.inode, size(planned));
  }

  /** Puts an inode at {@code position} or behind it; where the next may start. */
  private static long place(PlannedInode planned, long position) {
    int head = (planned.extended ? InodeExtended.SIZE : InodeCompact.SIZE) + planned.xattrSize;
    planned.position =
        planned.inode instanceof Symlink
            ? placeSymlink(planned, position, head)
            : placeTail(planned, position, head);
    return planned.position + head + planned.tail;
  }

  /** A symlink stays within a block; one that cannot has its target in a block of its own. */
  private static long placeSymlink(PlannedInode planned, long position, int head) {
    int total = head + planned.tail;
    boolean crosses = position / BLOCK != (position + total - 1) / BLOCK;
    if (total >= BLOCK) {
      planned.blocks = 1;
      planned.tail = 0;
    }
    return crosses ? alignUp(position, BLOCK) : position;
  }

  /** A tail stays within a block, whatever is in front of it. */
  private static long placeTail(PlannedInode planned, long position, int head) {
    long left = BLOCK - (position + head) % BLOCK;
    if (left >= planned.tail) {
      return position;
    }
    long moved = position + alignUp(left, SLOT);
    if (planned.tail <= BLOCK - (moved + head) % BLOCK) {
      return moved;
    }
    planned.blocks++;
    planned.tail = 0;
    return alignUp(position, BLOCK);
  }
}
