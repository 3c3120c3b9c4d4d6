package dev.layerseal.erofs.disk;

import dev.layerseal.bytes.ByteReader;
import dev.layerseal.bytes.ByteWriter;
import dev.layerseal.error.FormatException;

/**
 * The full index of one logical cluster ({@code struct z_erofs_lcluster_index}).
 *
 * <pre>
 * 0x00  u16  di_advise      bits 0-1: type, bit 15: the physical cluster is used in part
 * 0x02  u16  di_clusterofs  where in this cluster the extent begins
 * 0x04  u32  blkaddr        of the physical cluster; NONHEAD: u16 delta back, u16 delta forward
 * </pre>
 */
public record ClusterIndex(int advise, int clusterOffset, long address) {

  public static final int SIZE = 8;
  public static final int PLAIN = 0;
  public static final int HEAD1 = 1;
  public static final int NONHEAD = 2;
  public static final int HEAD2 = 3;

  /** {@code di_advise}: not all that the physical cluster decodes to belongs to the extent. */
  public static final int PARTIAL = 1 << 15;

  /** In a NONHEAD's first delta: the rest is the number of blocks of the physical cluster. */
  public static final int BLOCK_COUNT = 1 << 11;

  private static final int TYPE_MASK = 3;

  /** An index of type NONHEAD. */
  public static ClusterIndex nonHead(int clusterOffset, int back, int forward) {
    return new ClusterIndex(NONHEAD, clusterOffset, back | (long) forward << 16);
  }

  public static ClusterIndex decode(ByteReader in) throws FormatException {
    return new ClusterIndex(in.u16(), in.u16(), in.u32());
  }

  public void encode(ByteWriter out) {
    out.u16(advise).u16(clusterOffset).u32(address);
  }

  public int type() {
    return advise & TYPE_MASK;
  }

  /** NONHEAD: clusters back to the head, or {@link #BLOCK_COUNT} and a number. */
  public int back() {
    return (int) (address & 0xffff);
  }

  /** NONHEAD: clusters forward to the next head. */
  public int forward() {
    return (int) (address >>> 16);
  }
}
