package dev.layerseal.erofs.disk;

import dev.layerseal.bytes.BlockSize;
import dev.layerseal.bytes.ByteReader;
import dev.layerseal.bytes.ByteWriter;
import dev.layerseal.error.FormatException;
import dev.layerseal.error.UnsupportedFeatureException;

/**
 * The superblock at byte 1024 of an image ({@code struct erofs_super_block}).
 *
 * <pre>
 * 0x00  u32  magic                0xe0f5e1e2
 * 0x04  u32  checksum             CRC-32C, see SuperblockChecksum; 0 without the feature
 * 0x08  u32  feature_compat       see FeatureCompat
 * 0x0c  u8   blkszbits            base-2 logarithm of the block size, 9 to 16
 * 0x0d  u8   sb_extslots          the superblock has 128 + 16 x this many bytes
 * 0x0e  u16  rootnid_2b           nid of the root; with 48-bit blocks: blocks_hi
 * 0x10  u64  inos                 number of inodes
 * 0x18  u64  epoch                seconds that compact inodes' times are relative to
 * 0x20  u32  fixed_nsec           nanoseconds of compact inodes
 * 0x24  u32  blocks_lo            blocks of the image, without the extra devices
 * 0x28  u32  meta_blkaddr         block that nids count from
 * 0x2c  u32  xattr_blkaddr        block that shared xattr ids count from
 * 0x30  16   uuid                 in text order
 * 0x40  16   volume_name          zero padded
 * 0x50  u32  feature_incompat     see FeatureIncompat
 * 0x54  u16  lz4_max_distance     with compression configurations: available_compr_algs
 * 0x56  u16  extra_devices        devices besides the image itself
 * 0x58  u16  devt_slotoff         where their slots start, in units of 128 bytes
 * 0x5a  u8   dirblkbits           0
 * 0x5b  u8   xattr_prefix_count   number of long xattr name prefixes
 * 0x5c  u32  xattr_prefix_start   where they start, in units of 4 bytes
 * 0x60  u64  packed_nid           the inode that holds fragments
 * 0x68  u8   xattr_filter_reserved  0, or filters are not to be used
 * 0x69  u8   ishare_xattr_prefix_id
 * 0x6a  2    reserved             0
 * 0x6c  u32  build_time           seconds after epoch, with 48-bit blocks
 * 0x70  u64  rootnid_8b           nid of the root, with 48-bit blocks
 * 0x78  8    reserved2            0
 * 0x80  u64  metabox_nid          only with sb_extslots
 * 0x88  8    reserved3            0, only with sb_extslots
 * </pre>
 */
public record ErofsSuperblock(
    long checksum,
    long featureCompat,
    BlockSize blockSize,
    int extensionSlots,
    int rootNidLow,
    long inodes,
    long epoch,
    long fixedNanos,
    long blocksLow,
    long metaBlock,
    long xattrBlock,
    byte[] uuid,
    byte[] volumeName,
    long featureIncompat,
    int compression,
    int extraDevices,
    int deviceSlot,
    int directoryBlockBits,
    int xattrPrefixCount,
    long xattrPrefixStart,
    long packedNid,
    int xattrFilterReserved,
    int sharePrefix,
    long buildTime,
    long rootNidWide,
    long metaboxNid) {

  /** Where the superblock stands in an image. */
  public static final int OFFSET = 1024;

  /** Bytes without extension slots. */
  public static final int SIZE = 128;

  /** Bytes of one extension slot. */
  public static final int EXTENSION_SLOT = 16;

  /** A kernel maps the superblock with one page. */
  private static final int MAX_SIZE = 4096 - OFFSET;

  public static final long MAGIC = 0xe0f5e1e2L;

  /** Offset of the checksum field inside the superblock. */
  public static final int CHECKSUM_OFFSET = 4;

  private static final int MIN_BLOCK_BITS = 9;
  private static final int MAX_BLOCK_BITS = 16;

  /** The superblock that {@code in} starts with; extension slots are read as far as they go. */
  public static ErofsSuperblock decode(ByteReader in)
      throws FormatException, UnsupportedFeatureException {
    long magic = in.u32();
    if (magic != MAGIC) {
      throw in.malformed("magic is 0x%08x, expected 0x%08x".formatted(magic, MAGIC));
    }
    ErofsSuperblockBuilder to = new ErofsSuperblockBuilder();
    to.checksum(in.u32()).featureCompat(in.u32());
    int bits = in.u8();
    if (bits < MIN_BLOCK_BITS || bits > MAX_BLOCK_BITS) {
      throw in.malformed("blkszbits is %d, expected 9 to 16".formatted(bits));
    }
    int slots = in.u8();
    if (SIZE + slots * EXTENSION_SLOT > MAX_SIZE) {
      throw in.malformed("sb_extslots is %d, which is past the first page".formatted(slots));
    }
    to.blockSize(new BlockSize(bits)).extensionSlots(slots).rootNidLow(in.u16());
    to.inodes(in.u64()).epoch(in.u64()).fixedNanos(in.u32()).blocksLow(in.u32());
    to.metaBlock(in.u32()).xattrBlock(in.u32()).uuid(in.bytes(16)).volumeName(in.bytes(16));
    long incompat = in.u32();
    if ((incompat & ~FeatureIncompat.KNOWN) != 0) {
      throw in.unsupported(
          "feature_incompat is 0x%08x, which sets unknown bits".formatted(incompat));
    }
    to.featureIncompat(incompat).compression(in.u16()).extraDevices(in.u16()).deviceSlot(in.u16());
    to.directoryBlockBits(in.u8()).xattrPrefixes(in.u8(), in.u32()).packedNid(in.u64());
    to.xattrFilterReserved(in.u8()).sharePrefix(in.u8());
    in.zeros("reserved", 2);
    to.buildTime(in.u32()).rootNidWide(in.u64());
    in.zeros("reserved2", 8);
    if (to.hasExtension() && in.remaining() >= EXTENSION_SLOT) {
      to.metaboxNid(in.u64());
      in.zeros("reserved3", 8);
    }
    return to.build();
  }

  /** Bytes with the extension slots. */
  public int encodedSize() {
    return SIZE + extensionSlots * EXTENSION_SLOT;
  }

  public void encode(ByteWriter out) {
    out.u32(MAGIC).u32(checksum).u32(featureCompat);
    out.u8(blockSize.bits()).u8(extensionSlots).u16(rootNidLow);
    out.u64(inodes).u64(epoch).u32(fixedNanos).u32(blocksLow).u32(metaBlock).u32(xattrBlock);
    out.bytes(uuid).bytes(volumeName);
    out.u32(featureIncompat).u16(compression).u16(extraDevices).u16(deviceSlot);
    out.u8(directoryBlockBits).u8(xattrPrefixCount).u32(xattrPrefixStart).u64(packedNid);
    out.u8(xattrFilterReserved).u8(sharePrefix).zeros(2).u32(buildTime).u64(rootNidWide).zeros(8);
    if (extensionSlots > 0) {
      out.u64(metaboxNid).zeros(extensionSlots * EXTENSION_SLOT - 8);
    }
  }

  public boolean has(FeatureCompat feature) {
    return feature.in(featureCompat);
  }

  public boolean has(FeatureIncompat feature) {
    return feature.in(featureIncompat);
  }

  /** nid of the root directory, from whichever of the two fields counts. */
  public long rootNid() {
    return has(FeatureIncompat.WIDE_BLOCKS) && rootNidWide != 0 ? rootNidWide : rootNidLow;
  }

  /** Blocks of the image, without the extra devices. */
  public long blocks() {
    return has(FeatureIncompat.WIDE_BLOCKS) && rootNidWide != 0
        ? blocksLow | (long) rootNidLow << 32
        : blocksLow;
  }

  /** A builder with everything zero, for a writer. */
  public static ErofsSuperblockBuilder builder(BlockSize blockSize) {
    return new ErofsSuperblockBuilder().blockSize(blockSize);
  }
}
