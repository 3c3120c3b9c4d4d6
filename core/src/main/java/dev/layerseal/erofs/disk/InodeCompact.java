package dev.layerseal.erofs.disk;

import dev.layerseal.bytes.ByteReader;
import dev.layerseal.bytes.ByteWriter;
import dev.layerseal.error.FormatException;
import dev.layerseal.error.UnsupportedFeatureException;

/**
 * The 32-byte form of an inode ({@code struct erofs_inode_compact}).
 *
 * <pre>
 * 0x00  u16  i_format        bit 0: 0 = compact, bits 1-3: data layout, bit 4: see flag
 * 0x02  u16  i_xattr_icount  size of the xattr area, see XattrArea
 * 0x04  u16  i_mode          file type and permissions, as in stat(2)
 * 0x06  u16  i_nb            number of names; with the flag: higher bits of i_u
 * 0x08  u32  i_size          length of the content
 * 0x0c  u32  i_mtime         seconds after the superblock's epoch; 0 before 48-bit images
 * 0x10  u32  i_u             start block, device number, chunk format or compressed blocks
 * 0x14  u32  i_ino           inode number for 32-bit stat(2)
 * 0x18  u16  i_uid
 * 0x1a  u16  i_gid
 * 0x1c  u32  i_reserved      0
 * </pre>
 *
 * @param nb the field {@code i_nb} as it is; {@link #linkCount} explains it
 */
public record InodeCompact(
    DataLayout layout,
    boolean flag,
    int xattrCount,
    int mode,
    int nb,
    long size,
    long mtime,
    long union,
    long ino,
    long uid,
    long gid)
    implements DiskInode {

  public static final int SIZE = 32;

  /** An inode as images without 48-bit block numbers have it. */
  public InodeCompact(
      DataLayout layout,
      int xattrCount,
      int mode,
      int linkCount,
      long size,
      long mtime,
      long union,
      long ino,
      long uid,
      long gid) {
    this(layout, false, xattrCount, mode, linkCount, size, mtime, union, ino, uid, gid);
  }

  public static InodeCompact decode(ByteReader in)
      throws FormatException, UnsupportedFeatureException {
    int format = in.u16();
    if ((format & EXTENDED_BIT) != 0) {
      throw in.malformed("i_format is 0x%04x, which marks an extended inode".formatted(format));
    }
    if ((format & ~KNOWN_FORMAT_BITS) != 0) {
      throw in.unsupported("i_format is 0x%04x, which sets unknown bits".formatted(format));
    }
    DataLayout layout = DataLayout.of(format >> LAYOUT_SHIFT & LAYOUT_MASK, in);
    boolean flag = (format & FLAG_BIT) != 0;
    int xattrCount = in.u16();
    int mode = in.u16();
    int nb = in.u16();
    long size = in.u32();
    long mtime = in.u32();
    long union = in.u32();
    long ino = in.u32();
    int uid = in.u16();
    int gid = in.u16();
    in.zeros("i_reserved", 4);
    return new InodeCompact(layout, flag, xattrCount, mode, nb, size, mtime, union, ino, uid, gid);
  }

  @Override
  public void encode(ByteWriter out) {
    int format = layout.code << LAYOUT_SHIFT | (flag ? FLAG_BIT : 0);
    out.u16(format).u16(xattrCount).u16(mode).u16(nb).u32(size).u32(mtime).u32(union).u32(ino);
    out.u16((int) uid).u16((int) gid).u32(0);
  }

  private boolean directory() {
    return (mode & FileType.MODE_MASK) == FileType.DIRECTORY.mode;
  }

  @Override
  public long linkCount() {
    return flag && !directory() ? 1 : nb;
  }

  @Override
  public int unionHigh() {
    return flag && !directory() ? nb : 0;
  }

  @Override
  public int formSize() {
    return SIZE;
  }
}
