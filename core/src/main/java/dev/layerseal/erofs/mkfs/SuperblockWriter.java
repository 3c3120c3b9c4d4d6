package dev.layerseal.erofs.mkfs;

import dev.layerseal.bytes.BlockSize;
import dev.layerseal.bytes.ByteWriter;
import dev.layerseal.bytes.Uuid;
import dev.layerseal.erofs.disk.DeviceSlot;
import dev.layerseal.erofs.disk.ErofsSuperblock;
import dev.layerseal.erofs.disk.FeatureCompat;
import dev.layerseal.erofs.disk.FeatureIncompat;
import dev.layerseal.erofs.disk.SuperblockChecksum;

/** Writes the superblock into metadata that is complete otherwise. */
final class SuperblockWriter {

  private static final int DEVICE_SLOT = (ErofsSuperblock.OFFSET + ErofsSuperblock.SIZE) / 128;
  private static final int UUID_OFFSET = ErofsSuperblock.OFFSET + 48;
  private static final int FIELD = 4;
  private static final int XATTR_BLOCK_OFFSET = ErofsSuperblock.OFFSET + 44;
  private static final int TIME_OFFSET = ErofsSuperblock.OFFSET + 24;

  /** {@code feature_incompat}, before the field of the algorithms. */
  private static final int FEATURES_OFFSET = ErofsSuperblock.OFFSET + 80;

  private final ErofsUtils version;
  private final BlockSize blockSize;
  private final byte[] metadata;

  /**
   * @param metadata starts with the first block of the image
   */
  SuperblockWriter(ErofsUtils version, BlockSize blockSize, byte[] metadata) {
    this.version = version;
    this.blockSize = blockSize;
    this.metadata = metadata;
  }

  /** Writes all but the UUID and the checksum. */
  void write(Planner plan, Node root, boolean filtered, byte[] volumeName, boolean tarIndex) {
    ByteWriter out = new ByteWriter(ErofsSuperblock.SIZE);
    ErofsSuperblock.builder(blockSize)
        .featureCompat(features(filtered))
        .rootNidLow((int) plan.nid(root))
        .inodes(plan.nodes().size())
        .blocksLow(plan.blocks())
        .metaBlock(plan.metaOffset() >>> blockSize.bits())
        .volumeName(volumeName)
        .featureIncompat(tarIndex ? FeatureIncompat.DEVICE_TABLE.bit : 0)
        .extraDevices(tarIndex ? 1 : 0)
        .deviceSlot(tarIndex ? DEVICE_SLOT : 0)
        .build()
        .encode(out);
    put(out, ErofsSuperblock.OFFSET);
  }

  /** Writes the time of the image, in seconds. */
  void writeTime(long time) {
    put(new ByteWriter(8).u64(time), TIME_OFFSET);
  }

  /** Writes the block from which numbers of shared xattrs count. */
  void writeXattrBlock(long block) {
    put(new ByteWriter(FIELD).u32(block), XATTR_BLOCK_OFFSET);
  }

  /** Writes what the image needs of its reader, and the record behind the superblock. */
  void writeCompression(CompressionConfig config) {
    put(new ByteWriter(6).u32(config.features()).u16(config.field()), FEATURES_OFFSET);
    put(new ByteWriter(16).bytes(config.record()), ErofsSuperblock.OFFSET + ErofsSuperblock.SIZE);
  }

  /** Writes the slot of the archive, which follows the image. */
  void writeDevice(long archiveBlocks, long firstBlock) {
    ByteWriter out = new ByteWriter(DeviceSlot.SIZE);
    new DeviceSlot(new byte[64], archiveBlocks, firstBlock).encode(out);
    put(out, DEVICE_SLOT * DeviceSlot.SIZE);
  }

  /** Writes the UUID, and the checksum that depends on it. */
  void seal(Uuid uuid) {
    System.arraycopy(uuid.bytes(), 0, metadata, UUID_OFFSET, Uuid.SIZE);
    if (version.writesChecksum(blockSize)) {
      put(new ByteWriter(FIELD).u32(0), ErofsSuperblock.OFFSET + FIELD);
      long checksum =
          SuperblockChecksum.of(
              metadata, ErofsSuperblock.OFFSET, SuperblockChecksum.coveredLength(blockSize));
      put(new ByteWriter(FIELD).u32(checksum), ErofsSuperblock.OFFSET + FIELD);
    }
  }

  private long features(boolean filtered) {
    return FeatureCompat.MTIME.bit
        | (filtered ? FeatureCompat.XATTR_FILTER.bit : 0)
        | (version.writesChecksum(blockSize) ? FeatureCompat.SUPERBLOCK_CHECKSUM.bit : 0);
  }

  private void put(ByteWriter out, int offset) {
    System.arraycopy(out.toByteArray(), 0, metadata, offset, out.size());
  }
}
