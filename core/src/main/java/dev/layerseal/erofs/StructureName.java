package dev.layerseal.erofs;

import dev.layerseal.erofs.disk.DataLayout;
import dev.layerseal.tree.PrintableBytes;
import java.util.List;
import java.util.Optional;

/** Finds out what stands at a byte of an image. */
final class StructureName implements ImageWalk.Visitor {

  /** A field of an inode and where it begins. */
  private record Field(int offset, String name) {}

  private static final List<Field> COMPACT =
      List.of(
          new Field(0x00, "i_format"),
          new Field(0x02, "i_xattr_icount"),
          new Field(0x04, "i_mode"),
          new Field(0x06, "i_nb"),
          new Field(0x08, "i_size"),
          new Field(0x0c, "i_mtime"),
          new Field(0x10, "i_u"),
          new Field(0x14, "i_ino"),
          new Field(0x18, "i_uid"),
          new Field(0x1a, "i_gid"),
          new Field(0x1c, "i_reserved"));

  private static final List<Field> EXTENDED =
      List.of(
          new Field(0x00, "i_format"),
          new Field(0x02, "i_xattr_icount"),
          new Field(0x04, "i_mode"),
          new Field(0x06, "i_nb"),
          new Field(0x08, "i_size"),
          new Field(0x10, "i_u"),
          new Field(0x14, "i_ino"),
          new Field(0x18, "i_uid"),
          new Field(0x1c, "i_gid"),
          new Field(0x20, "i_mtime"),
          new Field(0x28, "i_mtime_nsec"),
          new Field(0x2c, "i_nlink"),
          new Field(0x30, "i_reserved2"));

  private final long offset;
  private Optional<String> found = Optional.empty();

  StructureName(long offset) {
    this.offset = offset;
  }

  Optional<String> found() {
    return found;
  }

  @Override
  public void directory(byte[] path, ImageInode directory) {
    look(path, directory);
  }

  @Override
  public void file(byte[] path, ImageInode inode, Optional<byte[]> first) {
    if (first.isEmpty()) {
      look(path, inode);
    }
  }

  private void look(byte[] path, ImageInode inode) {
    String of = " of /" + PrintableBytes.of(path);
    if (within(inode.offset(), inode.disk().formSize())) {
      found = Optional.of(field(inode) + of);
    } else if (within(inode.xattrOffset(), inode.xattrSize())) {
      found = Optional.of("xattr area" + of);
    } else if (within(inode.bodyOffset(), bodySize(inode))) {
      found = Optional.of(body(inode) + of);
    }
  }

  private boolean within(long start, long length) {
    return offset >= start && offset - start < length;
  }

  private String field(ImageInode inode) {
    String name = "";
    for (Field field : inode.disk().formSize() == 32 ? COMPACT : EXTENDED) {
      if (field.offset() <= offset - inode.offset()) {
        name = field.name();
      }
    }
    return "inode field " + name;
  }

  /** Bytes behind the inode: what is inline of a flat one, the first index of a chunk-based one. */
  private static long bodySize(ImageInode inode) {
    DataLayout layout = inode.disk().layout();
    if (layout == DataLayout.FLAT_INLINE) {
      return inode.size() & 0xffff;
    }
    return layout == DataLayout.CHUNK_BASED ? 16 : 0;
  }

  private static String body(ImageInode inode) {
    return switch (inode.type()) {
      case DIRECTORY -> "directory block";
      case SYMLINK -> "target";
      default -> inode.disk().layout() == DataLayout.CHUNK_BASED ? "chunk index" : "inline content";
    };
  }
}
