package dev.layerseal.erofs.disk;

import dev.layerseal.bytes.ByteReader;
import dev.layerseal.bytes.ByteWriter;
import dev.layerseal.error.FormatException;

/**
 * What stands in front of the indexes of a compressed inode ({@code struct z_erofs_map_header}), at
 * the next multiple of 8 behind the xattr area.
 *
 * <pre>
 * 0x00  u32  h_fragmentoff    offset in the packed inode; without a fragment: 0, then u16 h_idata_size
 * 0x04  u16  h_advise         see the constants
 * 0x06  u8   h_algorithmtype  HEAD1 in the low half, HEAD2 in the high half
 * 0x07  u8   h_clusterbits    bits 0-3: cluster bits above block bits, bit 7: all is one fragment
 * </pre>
 */
public record CompressionMapHeader(
    long fragmentOffset, int advise, int algorithms, int clusterBits) {

  public static final int SIZE = 8;

  /** Compact indexes: packs of 16 are used. Full indexes: extents instead, in 48-bit images. */
  public static final int COMPACT_2B = 0x1;

  public static final int BIG_PCLUSTER_1 = 0x2;
  public static final int BIG_PCLUSTER_2 = 0x4;
  public static final int INLINE_PCLUSTER = 0x8;
  public static final int INTERLACED = 0x10;
  public static final int FRAGMENT = 0x20;
  private static final int WHOLE_FRAGMENT_BIT = 0x80;

  public static CompressionMapHeader decode(ByteReader in) throws FormatException {
    return new CompressionMapHeader(in.u32(), in.u16(), in.u8(), in.u8());
  }

  public void encode(ByteWriter out) {
    out.u32(fragmentOffset).u16(advise).u8(algorithms).u8(clusterBits);
  }

  public boolean advises(int bit) {
    return (advise & bit) != 0;
  }

  /** Bytes of the last cluster that follow the indexes, with {@link #INLINE_PCLUSTER}. */
  public int inlineSize() {
    return (int) (fragmentOffset >>> 16);
  }

  /** Whether the whole file is one fragment of the packed inode. */
  public boolean wholeFragment() {
    return (clusterBits & WHOLE_FRAGMENT_BIT) != 0;
  }
}
