package dev.layerseal.erofs.disk;

import dev.layerseal.bytes.ByteReader;
import dev.layerseal.bytes.ByteWriter;
import dev.layerseal.error.FormatException;
import dev.layerseal.error.UnsupportedFeatureException;

/** An inode in one of its two forms on disk, without what follows it. */
public sealed interface DiskInode permits InodeCompact, InodeExtended {

  /** {@code i_format}: bit 0. */
  int EXTENDED_BIT = 1;

  /** {@code i_format}: the layout starts at bit 1. */
  int LAYOUT_SHIFT = 1;

  /** {@code i_format}: bits of the layout, after the shift. */
  int LAYOUT_MASK = 0b111;

  /**
   * {@code i_format}, 48-bit images only: a compact inode has one name, and its link count field is
   * used for higher bits; a directory leaves out its "." entry.
   */
  int FLAG_BIT = 1 << 4;

  /** All bits of {@code i_format} with a meaning. */
  int KNOWN_FORMAT_BITS = EXTENDED_BIT | LAYOUT_MASK << LAYOUT_SHIFT | FLAG_BIT;

  DataLayout layout();

  /** Whether {@link #FLAG_BIT} is set. */
  boolean flag();

  /** {@code i_xattr_icount}: 0 without xattrs, see {@link XattrArea#size}. */
  int xattrCount();

  int mode();

  /** Number of names. */
  long linkCount();

  /** Length of the content; negative for 2^63 bytes and more. */
  long size();

  /** {@code i_u}: start block, device number, chunk format, or number of compressed blocks. */
  long union();

  /** Bits 32 to 47 of {@link #union}, in a 48-bit image. */
  int unionHigh();

  /** Number for 32-bit stat(2). */
  long ino();

  long uid();

  long gid();

  /** Bytes that the form takes: 32 or 64. */
  int formSize();

  void encode(ByteWriter out);

  /** The inode that {@code in} starts with, in whichever form its first bit says. */
  static DiskInode decode(int firstByte, ByteReader in)
      throws FormatException, UnsupportedFeatureException {
    return (firstByte & EXTENDED_BIT) == 0 ? InodeCompact.decode(in) : InodeExtended.decode(in);
  }
}
