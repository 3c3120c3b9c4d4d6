package dev.layerseal.erofs;

import dev.layerseal.bytes.BlockSize;
import dev.layerseal.erofs.disk.DataLayout;
import dev.layerseal.error.FormatException;
import dev.layerseal.error.LayersealException;
import java.io.IOException;

/** Content in consecutive blocks, the last part of it perhaps behind the inode. */
final class FlatContent implements ImageSource {

  private final ImageInode inode;
  private final long blocksLength;
  private final ImageSource blocks;
  private final long blocksOffset;

  private FlatContent(ImageInode inode, long blocksLength, ImageSource blocks, long blocksOffset) {
    this.inode = inode;
    this.blocksLength = blocksLength;
    this.blocks = blocks;
    this.blocksOffset = blocksOffset;
  }

  /** The content of {@code inode}, whose every byte is known to be on a device. */
  static FlatContent of(ImageInode inode, BlockSize blockSize, Devices devices)
      throws LayersealException {
    long size = inode.size();
    boolean inline = inode.disk().layout() == DataLayout.FLAT_INLINE && size > 0;
    long blocksLength = inline ? blockSize.alignDown(size - 1) : size;
    if (inline) {
      checkTail(inode, blockSize, size - blocksLength);
    }
    if (blocksLength == 0) {
      return new FlatContent(inode, 0, inode.home(), 0);
    }
    long block = inode.disk().union() | (long) inode.disk().unionHigh() << 32;
    Devices.Place place = devices.place(0, block);
    if (place.length() < blocksLength) {
      throw new FormatException(
          "%d bytes from block %d on, but the device ends after %d"
              .formatted(blocksLength, block, place.length()));
    }
    return new FlatContent(inode, blocksLength, place.source(), place.offset());
  }

  /** The kernel maps the tail with the block it is in, so it must not reach into the next one. */
  private static void checkTail(ImageInode inode, BlockSize blockSize, long tail)
      throws FormatException {
    long start = inode.bodyOffset();
    if ((start & (blockSize.bytes() - 1)) + tail > blockSize.bytes()) {
      throw new FormatException(
          "the inline tail of %d bytes at 0x%x crosses a block boundary".formatted(tail, start));
    }
    ImageSource.checkRange(inode.home(), start, tail);
  }

  /** Where the blocks are in their source. */
  long blocksOffset() {
    return blocksOffset;
  }

  /** Bytes in blocks; the rest follows the inode. */
  long blocksLength() {
    return blocksLength;
  }

  /** Whether the blocks are in {@code source}. */
  boolean in(ImageSource source) {
    return blocks == source;
  }

  @Override
  public long size() {
    return inode.size();
  }

  @Override
  public void read(long position, byte[] buffer, int offset, int length)
      throws IOException, LayersealException {
    ImageSource.checkRange(this, position, length);
    int inBlocks = (int) Math.max(0, Math.min(length, blocksLength - position));
    if (inBlocks > 0) {
      blocks.read(blocksOffset + position, buffer, offset, inBlocks);
    }
    if (inBlocks < length) {
      long tailPosition = position + inBlocks - blocksLength;
      inode
          .home()
          .read(inode.bodyOffset() + tailPosition, buffer, offset + inBlocks, length - inBlocks);
    }
  }
}
