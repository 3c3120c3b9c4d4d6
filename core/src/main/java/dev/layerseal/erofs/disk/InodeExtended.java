package dev.layerseal.erofs.disk;

import dev.layerseal.bytes.ByteReader;
import dev.layerseal.bytes.ByteWriter;
import dev.layerseal.error.FormatException;
import dev.layerseal.error.UnsupportedFeatureException;

/**
 * The 64-byte form of an inode ({@code struct erofs_inode_extended}).
 *
 * <pre>
 * 0x00  u16  i_format        bit 0: 1 = extended, bits 1-3: data layout, bit 4: see flag
 * 0x02  u16  i_xattr_icount  size of the xattr area, see XattrArea
 * 0x04  u16  i_mode          file type and permissions, as in stat(2)
 * 0x06  u16  i_nb            higher bits of i_u, 0 before 48-bit images
 * 0x08  u64  i_size          length of the content
 * 0x10  u32  i_u             start block, device number, chunk format or compressed blocks
 * 0x14  u32  i_ino           inode number for 32-bit stat(2)
 * 0x18  u32  i_uid
 * 0x1c  u32  i_gid
 * 0x20  u64  i_mtime         seconds, two's complement
 * 0x28  u32  i_mtime_nsec
 * 0x2c  u32  i_nlink         number of names
 * 0x30  16   i_reserved2     0
 * </pre>
 */
public record InodeExtended(
    DataLayout layout,
    boolean flag,
    int xattrCount,
    int mode,
    int unionHigh,
    long size,
    long union,
    long ino,
    long uid,
    long gid,
    long mtime,
    long mtimeNanos,
    long linkCount)
    implements DiskInode {

  public static final int SIZE = 64;

  /** An inode as images without 48-bit block numbers have it. */
  public InodeExtended(
      DataLayout layout,
      int xattrCount,
      int mode,
      long size,
      long union,
      long ino,
      long uid,
      long gid,
      long mtime,
      long mtimeNanos,
      long linkCount) {
    this(
        layout,
        false,
        xattrCount,
        mode,
        0,
        size,
        union,
        ino,
        uid,
        gid,
        mtime,
        mtimeNanos,
        linkCount);
  }

  public static InodeExtended decode(ByteReader in)
      throws FormatException, UnsupportedFeatureException {
    int format = in.u16();
    if ((format & EXTENDED_BIT) == 0) {
      throw in.malformed("i_format is 0x%04x, which marks a compact inode".formatted(format));
    }
    if ((format & ~KNOWN_FORMAT_BITS) != 0) {
      throw in.unsupported("i_format is 0x%04x, which sets unknown bits".formatted(format));
    }
    DataLayout layout = DataLayout.of(format >> LAYOUT_SHIFT & LAYOUT_MASK, in);
    boolean flag = (format & FLAG_BIT) != 0;
    int xattrCount = in.u16();
    int mode = in.u16();
    int unionHigh = in.u16();
    long size = in.u64();
    long union = in.u32();
    long ino = in.u32();
    long uid = in.u32();
    long gid = in.u32();
    long mtime = in.u64();
    long mtimeNanos = in.u32();
    long linkCount = in.u32();
    in.zeros("i_reserved2", 16);
    return new InodeExtended(
        layout,
        flag,
        xattrCount,
        mode,
        unionHigh,
        size,
        union,
        ino,
        uid,
        gid,
        mtime,
        mtimeNanos,
        linkCount);
  }

  @Override
  public void encode(ByteWriter out) {
    int format = EXTENDED_BIT | layout.code << LAYOUT_SHIFT | (flag ? FLAG_BIT : 0);
    out.u16(format).u16(xattrCount).u16(mode).u16(unionHigh).u64(size).u32(union).u32(ino);
    out.u32(uid).u32(gid).u64(mtime).u32(mtimeNanos).u32(linkCount).zeros(16);
  }

  @Override
  public int formSize() {
    return SIZE;
  }
}
