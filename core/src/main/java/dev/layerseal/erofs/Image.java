package dev.layerseal.erofs;

import dev.layerseal.bytes.ByteReader;
import dev.layerseal.erofs.disk.DeviceSlot;
import dev.layerseal.erofs.disk.DiskInode;
import dev.layerseal.erofs.disk.ErofsSuperblock;
import dev.layerseal.erofs.disk.FeatureCompat;
import dev.layerseal.erofs.disk.FeatureIncompat;
import dev.layerseal.erofs.disk.FileType;
import dev.layerseal.erofs.disk.InodeCompact;
import dev.layerseal.erofs.disk.InodeExtended;
import dev.layerseal.erofs.disk.SuperblockChecksum;
import dev.layerseal.error.FormatException;
import dev.layerseal.error.LayersealException;
import dev.layerseal.error.UnsupportedFeatureException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The superblock of an image, and how its numbers lead to bytes. */
final class Image {

  private static final int NID_SHIFT = 5;
  private static final long METABOX_BIT = 1L << 63;

  /** Device tables of hostile images end here; the kernel's limit is the field's. */
  private static final int MAX_DEVICES = 65535;

  private final ErofsSuperblock superblock;
  private final ImageSource source;
  private final Devices devices;
  private @Nullable ImageSource metabox;
  private @Nullable ImageSource packed;
  private @Nullable XattrReader xattrs;

  private Image(ErofsSuperblock superblock, ImageSource source, Devices devices) {
    this.superblock = superblock;
    this.source = source;
    this.devices = devices;
  }

  /** Reads the superblock and the device slots; the checksum is not looked at. */
  static Image open(ImageSource source, List<ImageSource> extra)
      throws IOException, LayersealException {
    int length = ErofsSuperblock.SIZE + ErofsSuperblock.EXTENSION_SLOT;
    int there = (int) Math.min(length, Math.max(0, source.size() - ErofsSuperblock.OFFSET));
    if (there < ErofsSuperblock.SIZE) {
      throw new FormatException(
          "image has %d bytes, too few for a superblock".formatted(source.size()));
    }
    byte[] bytes = source.read(ErofsSuperblock.OFFSET, there);
    ErofsSuperblock superblock =
        ErofsSuperblock.decode(new ByteReader("superblock", ErofsSuperblock.OFFSET, bytes));
    checkPlan(superblock, source);
    if (superblock.has(FeatureIncompat.COMPRESSION_CONFIGS)) {
      CompressionRecords.check(superblock, source);
    }
    List<DeviceSlot> slots = deviceSlots(superblock, source);
    return new Image(superblock, source, new Devices(superblock, source, slots, extra));
  }

  private static void checkPlan(ErofsSuperblock superblock, ImageSource source)
      throws LayersealException {
    if (superblock.directoryBlockBits() != 0) {
      throw new UnsupportedFeatureException(
          "superblock: dirblkbits is %d".formatted(superblock.directoryBlockBits()));
    }
    long blocks = superblock.blocks();
    int bits = superblock.blockSize().bits();
    if (blocks > source.size() >>> bits) {
      throw new FormatException(
          "superblock says %d blocks of %d bytes, the image has %d bytes"
              .formatted(blocks, superblock.blockSize().bytes(), source.size()));
    }
  }

  private static List<DeviceSlot> deviceSlots(ErofsSuperblock superblock, ImageSource source)
      throws IOException, LayersealException {
    List<DeviceSlot> slots = new ArrayList<>();
    if (!superblock.has(FeatureIncompat.DEVICE_TABLE)) {
      return slots;
    }
    long at = (long) superblock.deviceSlot() * DeviceSlot.SIZE;
    for (int i = 0; i < Math.min(MAX_DEVICES, superblock.extraDevices()); i++) {
      byte[] bytes = source.read(at, DeviceSlot.SIZE);
      DeviceSlot slot = DeviceSlot.decode(new ByteReader("device slot", at, bytes));
      if (slot.blocks() >>> 48 != 0) {
        throw new FormatException("device slot at 0x%x: 0x%x blocks".formatted(at, slot.blocks()));
      }
      slots.add(slot);
      at += DeviceSlot.SIZE;
    }
    return slots;
  }

  /** Refuses a superblock whose checksum is announced and differs. */
  void checkChecksum() throws IOException, LayersealException {
    if (!superblock.has(FeatureCompat.SUPERBLOCK_CHECKSUM)) {
      return;
    }
    int length = SuperblockChecksum.coveredLength(superblock.blockSize());
    byte[] bytes = source.read(ErofsSuperblock.OFFSET, length);
    long computed = SuperblockChecksum.of(bytes, 0, length);
    if (computed != superblock.checksum()) {
      throw new FormatException(
          "superblock: checksum is 0x%08x, computed 0x%08x"
              .formatted(superblock.checksum(), computed));
    }
  }

  ErofsSuperblock superblock() {
    return superblock;
  }

  ImageSource source() {
    return source;
  }

  Devices devices() {
    return devices;
  }

  /** Byte offset of an inode in its home. */
  long offset(long nid) throws FormatException {
    boolean boxed = boxed(nid);
    long number = boxed ? nid & ~METABOX_BIT : nid;
    if (number >>> 64 - NID_SHIFT != 0) {
      throw new FormatException("nid is 0x%x, which is no place".formatted(nid));
    }
    long base = boxed ? 0 : superblock.metaBlock() << superblock.blockSize().bits();
    return base + (number << NID_SHIFT);
  }

  private boolean boxed(long nid) {
    return (nid & METABOX_BIT) != 0 && superblock.has(FeatureIncompat.METABOX);
  }

  ImageInode inode(long nid) throws IOException, LayersealException {
    long offset = offset(nid);
    ImageSource home = boxed(nid) ? metabox() : source;
    long end = boxed(nid) ? home.size() : devices.imageLength();
    if (offset < 0 || offset > end - InodeCompact.SIZE) {
      throw new FormatException(
          "nid is %d, which is byte 0x%x of 0x%x".formatted(nid, offset, end));
    }
    int length = (int) Math.min(InodeExtended.SIZE, end - offset);
    byte[] bytes = home.read(offset, length);
    DiskInode disk = DiskInode.decode(bytes[0], new ByteReader("inode " + nid, offset, bytes));
    ImageInode inode = timed(nid, home, offset, disk);
    if (inode.bodyOffset() > end) {
      throw new FormatException(
          "%s: its xattr area of %d bytes is past the end".formatted(inode, inode.xattrSize()));
    }
    return inode;
  }

  private ImageInode timed(long nid, ImageSource home, long offset, DiskInode disk)
      throws FormatException {
    FileType type =
        FileType.ofMode(disk.mode())
            .orElseThrow(
                () ->
                    new FormatException(
                        "inode %d at 0x%x: mode is 0%o, which is no type"
                            .formatted(nid, offset, disk.mode())));
    if (disk instanceof InodeExtended extended) {
      return new ImageInode(nid, home, offset, disk, type, extended.mtime(), extended.mtimeNanos());
    }
    long mtime = superblock.epoch() + ((InodeCompact) disk).mtime();
    return new ImageInode(nid, home, offset, disk, type, mtime, superblock.fixedNanos());
  }

  /** The content of an inode, whose place is checked. */
  ImageSource content(ImageInode inode) throws IOException, LayersealException {
    if (inode.size() < 0) {
      throw new FormatException("%s: size is 0x%x".formatted(inode, inode.size()));
    }
    try {
      return switch (inode.disk().layout()) {
        case FLAT_PLAIN, FLAT_INLINE -> FlatContent.of(inode, superblock.blockSize(), devices);
        case CHUNK_BASED -> ChunkContent.of(inode, superblock.blockSize(), devices);
        case COMPRESSED_FULL, COMPRESSED_COMPACT ->
            new CompressedContent(inode, superblock, devices, this::packed);
      };
    } catch (LayersealException e) {
      throw e.at(inode.toString());
    }
  }

  /** Inodes whose nid has its highest bit set are in here. */
  private ImageSource metabox() throws IOException, LayersealException {
    if (metabox == null) {
      if ((superblock.metaboxNid() & METABOX_BIT) != 0 || superblock.extensionSlots() == 0) {
        throw new FormatException("superblock: metabox_nid leads to itself");
      }
      metabox = content(inode(superblock.metaboxNid()));
    }
    return metabox;
  }

  /** The inode that holds fragments. */
  ImageSource packed() throws IOException, LayersealException {
    if (packed == null) {
      if (superblock.packedNid() == 0) {
        throw new FormatException("superblock: there is no packed inode");
      }
      packed = content(inode(superblock.packedNid()));
    }
    return packed;
  }

  XattrReader xattrs() throws IOException, LayersealException {
    if (xattrs == null) {
      ImageSource shared =
          superblock.has(FeatureCompat.SHARED_XATTRS_IN_METABOX) ? metabox() : source;
      xattrs = new XattrReader(superblock, shared, XattrReader.prefixes(superblock, prefixHome()));
    }
    return xattrs;
  }

  private ImageSource prefixHome() throws IOException, LayersealException {
    if (superblock.xattrPrefixCount() == 0 || superblock.has(FeatureCompat.PLAIN_XATTR_PREFIXES)) {
      return source;
    }
    if (superblock.has(FeatureIncompat.METABOX)) {
      return metabox();
    }
    boolean fragments = superblock.has(FeatureIncompat.FRAGMENTS) && superblock.packedNid() != 0;
    return fragments ? packed() : source;
  }
}
