package dev.layerseal.erofs;

import dev.layerseal.erofs.disk.DiskInode;
import dev.layerseal.erofs.disk.FileType;
import dev.layerseal.erofs.disk.XattrArea;

/**
 * An inode as it was found in an image.
 *
 * @param nid where it is, in units of 32 bytes
 * @param home the image, or the metabox
 * @param offset byte offset in {@code home}
 */
public record ImageInode(
    long nid,
    ImageSource home,
    long offset,
    DiskInode disk,
    FileType type,
    long mtime,
    long nanos) {

  /** Byte offset of the xattr area, if there is one. */
  public long xattrOffset() {
    return offset + disk.formSize();
  }

  /** Bytes of the xattr area. */
  public int xattrSize() {
    return XattrArea.size(disk.xattrCount());
  }

  /** Byte offset of what follows the xattr area. */
  public long bodyOffset() {
    return xattrOffset() + xattrSize();
  }

  public long size() {
    return disk.size();
  }

  public boolean isDirectory() {
    return type == FileType.DIRECTORY;
  }

  /** For messages: {@code inode 36 at 0x480}. */
  @Override
  public String toString() {
    return "inode %d at 0x%x".formatted(nid, offset);
  }
}
