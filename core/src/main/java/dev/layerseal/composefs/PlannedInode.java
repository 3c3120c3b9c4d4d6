package dev.layerseal.composefs;

import dev.layerseal.erofs.disk.FileType;
import dev.layerseal.tree.FileName;
import dev.layerseal.tree.Inode;
import dev.layerseal.tree.Inode.Directory;
import dev.layerseal.tree.Inode.RegularFile;
import dev.layerseal.tree.Inode.Special;
import dev.layerseal.tree.Inode.Symlink;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** An inode on its way into an image: what was decided about it so far. */
final class PlannedInode {

  /** Why an inode is in the image. */
  enum Role {
    ROOT,
    ORDINARY,
    /** One of the 256 whiteouts in the root that hide the object store. */
    STUB
  }

  private static final PlannedInode[] NO_CHILDREN = {};
  private static final long NID_UNIT = 32;

  final Inode inode;
  final PlannedInode parent;
  final Role role;

  /** Number in the order of the image, from 0. */
  final int number;

  /** The inodes of a directory's entries, in their order. */
  PlannedInode[] children = NO_CHILDREN;

  /** How many names lead to the inode. */
  int names = 1;

  int subdirectories;
  boolean holdsWhiteout;
  boolean extended;
  int xattrSize;

  /** Whole blocks of content. */
  int blocks;

  /** Bytes of content that follow the inode. */
  int tail;

  /** Where the inode is in the image. */
  long position;

  /**
   * @param parent null for the root, which is its own
   */
  PlannedInode(Inode inode, @Nullable PlannedInode parent, Role role, int number) {
    this.inode = inode;
    this.parent = parent == null ? this : parent;
    this.role = role;
    this.number = number;
  }

  long nid() {
    return position / NID_UNIT;
  }

  /** The device of a whiteout that came with the tree; stubs are none. */
  boolean isWhiteout() {
    return role != Role.STUB && Whiteouts.isWhiteout(inode);
  }

  /** The external content, null for everything that the image holds. */
  @Nullable ExternalContent external() {
    return inode instanceof RegularFile file
            && file.content() instanceof ExternalContent external
            && external.size() > 0
        ? external
        : null;
  }

  long linkCount() {
    return inode instanceof Directory ? 2L + subdirectories : inode.metadata().linkCount();
  }

  FileType type() {
    return inode.accept(
        new Inode.Visitor<FileType>() {
          @Override
          public FileType directory(Directory directory) {
            return FileType.DIRECTORY;
          }

          @Override
          public FileType regularFile(RegularFile file) {
            return FileType.REGULAR;
          }

          @Override
          public FileType symlink(Symlink symlink) {
            return FileType.SYMLINK;
          }

          @Override
          public FileType special(Special special) {
            return switch (special.kind()) {
              case CHARACTER_DEVICE -> FileType.CHARACTER_DEVICE;
              case BLOCK_DEVICE -> FileType.BLOCK_DEVICE;
              case FIFO -> FileType.FIFO;
              case SOCKET -> FileType.SOCKET;
            };
          }
        });
  }

  /** Entries of a directory, with the names that were added to it. */
  NavigableMap<FileName, Inode> entries(NavigableMap<FileName, Inode> added) {
    NavigableMap<FileName, Inode> own = ((Directory) inode).entries();
    if (role != Role.ROOT || added.isEmpty()) {
      return own;
    }
    NavigableMap<FileName, Inode> all = new TreeMap<>(added);
    all.putAll(own);
    return all;
  }
}
