package dev.layerseal.composefs;

import dev.layerseal.erofs.disk.ChunkFormat;
import dev.layerseal.erofs.disk.ErofsSuperblock;
import dev.layerseal.erofs.disk.FileType;
import dev.layerseal.erofs.disk.InodeExtended;
import dev.layerseal.erofs.disk.XattrPrefix;
import dev.layerseal.error.UnsupportedFeatureException;
import dev.layerseal.tree.FileName;
import dev.layerseal.tree.Inode;
import dev.layerseal.tree.Inode.Directory;
import dev.layerseal.tree.Inode.RegularFile;
import dev.layerseal.tree.Inode.Symlink;
import dev.layerseal.tree.Xattrs;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;

/**
 * Where everything goes in an image of composefs_version 2, as composefs-rs up to 0.6 wrote all its
 * images: extended inodes depth first, every content behind its inode but that of directories.
 */
final class Epoch2Layout extends ImageLayout {

  /** The count of shared xattrs is one byte. */
  private static final int MAX_REFERENCES = 255;

  private static final int CHUNK_FORMAT = 31;

  private Epoch2Layout(ComposefsTree tree) {
    super(
        tree, InodeOrder.depthFirst(tree), new SharedXattrs(Integer.MAX_VALUE, XattrPrefix::ofAny));
  }

  static Epoch2Layout plan(ComposefsTree tree) throws UnsupportedFeatureException {
    Epoch2Layout layout = new Epoch2Layout(tree);
    layout.share(SharedXattrs.EPOCH_2);
    layout.place();
    return layout;
  }

  @Override
  ComposefsHeader header() {
    return new ComposefsHeader(false, ComposefsVersion.EPOCH_2);
  }

  @Override
  ErofsSuperblock superblock() {
    return superblockBuilder().build();
  }

  @Override
  NavigableMap<FileName, Inode> stubs() {
    return Collections.emptyNavigableMap();
  }

  @Override
  List<Xattrs.Entry> xattrs(PlannedInode inode) {
    return OverlayXattrs.epoch2(inode);
  }

  @Override
  long sharedBase() {
    return inodesEnd;
  }

  @Override
  FileType type(PlannedInode planned) {
    return planned.type();
  }

  @Override
  long number(PlannedInode planned) {
    return planned.nid();
  }

  @Override
  long linkCount(PlannedInode planned) {
    return planned.inode instanceof Directory ? planned.linkCount() : planned.names;
  }

  @Override
  int nanos(PlannedInode planned) {
    return 0;
  }

  @Override
  long chunkFormat(ExternalContent external) {
    return CHUNK_FORMAT;
  }

  private void place() throws UnsupportedFeatureException {
    long position = INODES_START;
    for (PlannedInode planned : inodes) {
      check(planned);
      split(planned);
      planned.extended = true;
      planned.xattrSize = shared.areaSize(xattrs(planned));
      planned.position = place(planned, alignUp(position, SLOT));
      position = planned.position + InodeExtended.SIZE + planned.xattrSize + planned.tail;
      blocks += planned.blocks;
    }
    inodesEnd = alignUp(position, SLOT);
  }

  private void check(PlannedInode planned) throws UnsupportedFeatureException {
    if (Whiteouts.isWhiteout(planned.inode) && planned.names > 1) {
      throw new UnsupportedFeatureException(
          "a whiteout with several names, which composefs_version 2 cannot hold");
    }
    if (shared.references(xattrs(planned)) > MAX_REFERENCES) {
      throw new UnsupportedFeatureException(
          "a file shares more than %d xattrs with others".formatted(MAX_REFERENCES));
    }
  }

  private void split(PlannedInode planned) {
    ExternalContent external = planned.external();
    if (planned.inode instanceof Directory) {
      Dirents.pack(planned, stubs());
    } else if (planned.inode instanceof Symlink symlink) {
      planned.tail = symlink.target().length;
    } else if (external != null) {
      // Without a digest there is no chunk, as in the images of composefs-rs.
      planned.tail = external.digest().isPresent() ? ChunkFormat.BLOCK_NUMBER : 0;
    } else if (planned.inode instanceof RegularFile file) {
      planned.tail = (int) file.content().size();
    }
  }

  /** What follows an inode does not cross a block, nor end exactly with it. */
  private static long place(PlannedInode planned, long position)
      throws UnsupportedFeatureException {
    if (planned.external() != null || planned.tail == 0) {
      return position;
    }
    long last = position + InodeExtended.SIZE + planned.xattrSize - 1;
    boolean crosses = last / BLOCK != (last + 1 + planned.tail) / BLOCK;
    if (!crosses) {
      return position;
    }
    long moved = alignUp(position + BLOCK - last % BLOCK, SLOT);
    long tail = moved + InodeExtended.SIZE + planned.xattrSize;
    if (tail / BLOCK != (tail + planned.tail - 1) / BLOCK) {
      throw new UnsupportedFeatureException(
          "%d bytes in the image, which do not fit behind an inode of composefs_version 2"
              .formatted(planned.tail));
    }
    return moved;
  }
}
