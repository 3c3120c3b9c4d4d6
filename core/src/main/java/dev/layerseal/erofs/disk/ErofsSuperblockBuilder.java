package dev.layerseal.erofs.disk;

import dev.layerseal.bytes.BlockSize;

/** Gathers the fields of an {@link ErofsSuperblock}; what is not set is zero. */
public final class ErofsSuperblockBuilder {

  private long checksum;
  private long featureCompat;
  private BlockSize blockSize = BlockSize.B4096;
  private int extensionSlots;
  private int rootNidLow;
  private long inodes;
  private long epoch;
  private long fixedNanos;
  private long blocksLow;
  private long metaBlock;
  private long xattrBlock;
  private byte[] uuid = new byte[16];
  private byte[] volumeName = new byte[16];
  private long featureIncompat;
  private int compression;
  private int extraDevices;
  private int deviceSlot;
  private int directoryBlockBits;
  private int xattrPrefixCount;
  private long xattrPrefixStart;
  private long packedNid;
  private int xattrFilterReserved;
  private int sharePrefix;
  private long buildTime;
  private long rootNidWide;
  private long metaboxNid;

  ErofsSuperblockBuilder() {}

  public ErofsSuperblockBuilder checksum(long checksum) {
    this.checksum = checksum;
    return this;
  }

  public ErofsSuperblockBuilder featureCompat(long featureCompat) {
    this.featureCompat = featureCompat;
    return this;
  }

  public ErofsSuperblockBuilder blockSize(BlockSize blockSize) {
    this.blockSize = blockSize;
    return this;
  }

  public ErofsSuperblockBuilder extensionSlots(int extensionSlots) {
    this.extensionSlots = extensionSlots;
    return this;
  }

  public ErofsSuperblockBuilder rootNidLow(int rootNidLow) {
    this.rootNidLow = rootNidLow;
    return this;
  }

  public ErofsSuperblockBuilder inodes(long inodes) {
    this.inodes = inodes;
    return this;
  }

  public ErofsSuperblockBuilder epoch(long epoch) {
    this.epoch = epoch;
    return this;
  }

  public ErofsSuperblockBuilder fixedNanos(long fixedNanos) {
    this.fixedNanos = fixedNanos;
    return this;
  }

  public ErofsSuperblockBuilder blocksLow(long blocksLow) {
    this.blocksLow = blocksLow;
    return this;
  }

  public ErofsSuperblockBuilder metaBlock(long metaBlock) {
    this.metaBlock = metaBlock;
    return this;
  }

  public ErofsSuperblockBuilder xattrBlock(long xattrBlock) {
    this.xattrBlock = xattrBlock;
    return this;
  }

  public ErofsSuperblockBuilder uuid(byte[] uuid) {
    this.uuid = uuid.clone();
    return this;
  }

  public ErofsSuperblockBuilder volumeName(byte[] volumeName) {
    this.volumeName = volumeName.clone();
    return this;
  }

  public ErofsSuperblockBuilder featureIncompat(long featureIncompat) {
    this.featureIncompat = featureIncompat;
    return this;
  }

  public ErofsSuperblockBuilder compression(int compression) {
    this.compression = compression;
    return this;
  }

  public ErofsSuperblockBuilder extraDevices(int extraDevices) {
    this.extraDevices = extraDevices;
    return this;
  }

  public ErofsSuperblockBuilder deviceSlot(int deviceSlot) {
    this.deviceSlot = deviceSlot;
    return this;
  }

  public ErofsSuperblockBuilder directoryBlockBits(int directoryBlockBits) {
    this.directoryBlockBits = directoryBlockBits;
    return this;
  }

  public ErofsSuperblockBuilder packedNid(long packedNid) {
    this.packedNid = packedNid;
    return this;
  }

  public ErofsSuperblockBuilder xattrFilterReserved(int xattrFilterReserved) {
    this.xattrFilterReserved = xattrFilterReserved;
    return this;
  }

  public ErofsSuperblockBuilder sharePrefix(int sharePrefix) {
    this.sharePrefix = sharePrefix;
    return this;
  }

  public ErofsSuperblockBuilder buildTime(long buildTime) {
    this.buildTime = buildTime;
    return this;
  }

  public ErofsSuperblockBuilder rootNidWide(long rootNidWide) {
    this.rootNidWide = rootNidWide;
    return this;
  }

  public ErofsSuperblockBuilder metaboxNid(long metaboxNid) {
    this.metaboxNid = metaboxNid;
    return this;
  }

  /** Number of long xattr name prefixes, and where they start in units of 4 bytes. */
  public ErofsSuperblockBuilder xattrPrefixes(int count, long start) {
    this.xattrPrefixCount = count;
    this.xattrPrefixStart = start;
    return this;
  }

  boolean hasExtension() {
    return extensionSlots > 0;
  }

  public ErofsSuperblock build() {
    return new ErofsSuperblock(
        checksum,
        featureCompat,
        blockSize,
        extensionSlots,
        rootNidLow,
        inodes,
        epoch,
        fixedNanos,
        blocksLow,
        metaBlock,
        xattrBlock,
        uuid,
        volumeName,
        featureIncompat,
        compression,
        extraDevices,
        deviceSlot,
        directoryBlockBits,
        xattrPrefixCount,
        xattrPrefixStart,
        packedNid,
        xattrFilterReserved,
        sharePrefix,
        buildTime,
        rootNidWide,
        metaboxNid);
  }
}
