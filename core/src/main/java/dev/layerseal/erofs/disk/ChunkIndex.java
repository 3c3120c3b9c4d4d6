package dev.layerseal.erofs.disk;

import dev.layerseal.bytes.ByteReader;
import dev.layerseal.bytes.ByteWriter;
import dev.layerseal.error.FormatException;

/**
 * Where one chunk is ({@code struct erofs_inode_chunk_index}).
 *
 * <pre>
 * 0x00  u16  startblk_hi  bits 32 to 47 of the block number, with 48-bit block numbers
 * 0x02  u16  device_id    0 = the image itself, or the primary address space
 * 0x04  u32  startblk_lo  0xffffffff in all bits: a hole
 * </pre>
 */
public record ChunkIndex(int blockHigh, int device, long blockLow) {

  public static final int SIZE = 8;

  public static ChunkIndex decode(ByteReader in) throws FormatException {
    return new ChunkIndex(in.u16(), in.u16(), in.u32());
  }

  public void encode(ByteWriter out) {
    out.u16(blockHigh).u16(device).u32(blockLow);
  }
}
