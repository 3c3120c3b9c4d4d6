package dev.layerseal.erofs.disk;

import dev.layerseal.bytes.ByteReader;
import dev.layerseal.bytes.ByteWriter;
import dev.layerseal.error.FormatException;

/**
 * One extra device ({@code struct erofs_deviceslot}).
 *
 * <pre>
 * 0x00  64   tag          digest of the device, or zeros
 * 0x40  u32  blocks_lo    blocks of the device
 * 0x44  u32  uniaddr_lo   first block when all devices are seen as one
 * 0x48  u32  blocks_hi    higher bits of both, with 48-bit blocks
 * 0x4c  u16  uniaddr_hi
 * 0x4e  50   reserved     0
 * </pre>
 *
 * @param tag 64 bytes
 * @param blocks 64-bit number of blocks of the device
 * @param firstBlock where the device begins when all devices are seen as one, 48 bits
 */
public record DeviceSlot(byte[] tag, long blocks, long firstBlock) {

  public static final int SIZE = 128;
  private static final int TAG = 64;
  private static final long LOW = 0xffffffffL;

  public static DeviceSlot decode(ByteReader in) throws FormatException {
    byte[] tag = in.bytes(TAG);
    long blocks = in.u32();
    long firstBlock = in.u32();
    blocks |= in.u32() << 32;
    firstBlock |= (long) in.u16() << 32;
    in.zeros("reserved", 50);
    return new DeviceSlot(tag, blocks, firstBlock);
  }

  public void encode(ByteWriter out) {
    out.bytes(tag).u32(blocks & LOW).u32(firstBlock & LOW);
    out.u32(blocks >>> 32).u16((int) (firstBlock >>> 32)).zeros(50);
  }
}
