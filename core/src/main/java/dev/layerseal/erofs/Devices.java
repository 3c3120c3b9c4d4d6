package dev.layerseal.erofs;

import dev.layerseal.erofs.disk.DeviceSlot;
import dev.layerseal.erofs.disk.ErofsSuperblock;
import dev.layerseal.error.FormatException;
import dev.layerseal.error.UnsupportedFeatureException;
import java.io.IOException;
import java.util.List;

/**
 * The image and its extra devices, as one address space and by number. An extra device that was not
 * given is looked for in the image file itself, behind the image, where the tar of an index stands.
 */
final class Devices {

  private final ErofsSuperblock superblock;
  private final ImageSource image;
  private final List<DeviceSlot> slots;
  private final List<ImageSource> extra;

  /** Bytes at {@code offset} of {@code source}, {@code length} of them at most. */
  record Place(ImageSource source, long offset, long length) {}

  Devices(
      ErofsSuperblock superblock,
      ImageSource image,
      List<DeviceSlot> slots,
      List<ImageSource> extra) {
    this.superblock = superblock;
    this.image = image;
    this.slots = List.copyOf(slots);
    this.extra = List.copyOf(extra);
  }

  List<DeviceSlot> slots() {
    return slots;
  }

  /** Bytes of the image itself, without devices that follow it. */
  long imageLength() {
    return superblock.blocks() << bits();
  }

  /**
   * Where block {@code block} of device {@code device} is; device 0 is the address space of all.
   */
  Place place(int device, long block) throws FormatException, UnsupportedFeatureException {
    if (device > slots.size()) {
      throw new FormatException("device %d of %d".formatted(device, slots.size()));
    }
    if (device > 0) {
      return onDevice(device - 1, block);
    }
    for (int i = 0; i < slots.size(); i++) {
      DeviceSlot slot = slots.get(i);
      if (slot.firstBlock() != 0
          && block >= slot.firstBlock()
          && block - slot.firstBlock() < slot.blocks()) {
        return onDevice(i, block - slot.firstBlock());
      }
    }
    return within(image, block << bits(), imageLength(), block);
  }

  private Place onDevice(int index, long block)
      throws FormatException, UnsupportedFeatureException {
    DeviceSlot slot = slots.get(index);
    if (slot.blocks() > 0 && block >= slot.blocks()) {
      throw new FormatException(
          "block %d is past the end of device %d at block %d"
              .formatted(block, index + 1, slot.blocks()));
    }
    long length = slot.blocks() > 0 ? slot.blocks() << bits() : Long.MAX_VALUE;
    if (index < extra.size()) {
      return within(extra.get(index), block << bits(), length, block);
    }
    long start = slot.firstBlock() << bits();
    if (slot.firstBlock() == 0 || start >= image.size()) {
      throw new UnsupportedFeatureException(
          "the content is on device %d, which was not given".formatted(index + 1));
    }
    long end = length > Long.MAX_VALUE - start ? Long.MAX_VALUE : start + length;
    return within(image, start + (block << bits()), end, block);
  }

  private Place within(ImageSource source, long offset, long end, long block)
      throws FormatException {
    long limit = Math.min(end, source.size());
    if (block < 0 || block >>> 48 != 0 || offset < 0 || offset >= limit) {
      throw new FormatException(
          "block %d is past the end at block %d".formatted(block, limit >>> bits()));
    }
    return new Place(source, offset, limit - offset);
  }

  private int bits() {
    return superblock.blockSize().bits();
  }

  void close() throws IOException {
    for (ImageSource source : extra) {
      source.close();
    }
    image.close();
  }
}
