package dev.layerseal.erofs.mkfs;

import dev.layerseal.bytes.BlockSize;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * Writes content straight to its place in an image whose content has the order of the archive, and
 * the metadata around it in the end. What nobody writes stays as it is: the file must be empty.
 */
public final class PlacedContent implements FileSink {

  private final FileChannel image;
  private final BlockSize blockSize;
  private final WriteBuffer buffer;

  /**
   * @param image an empty file
   */
  public PlacedContent(FileChannel image, BlockSize blockSize) {
    this.image = image;
    this.blockSize = blockSize;
    this.buffer = new WriteBuffer(image);
  }

  @Override
  public void place(long block) throws IOException {
    buffer.moveTo(block << blockSize.bits());
  }

  @Override
  public void begin(int file, long size) {
    // Its place is known.
  }

  @Override
  public void data(byte[] bytes, int offset, int length) throws IOException {
    buffer.put(bytes, offset, length);
  }

  /** Writes what is not content, and makes the file as long as the image. */
  public void finish(ImagePlan plan) throws IOException {
    buffer.flush();
    byte[] metadata = plan.metadata();
    for (ImageSegment segment : plan.segments()) {
      if (segment instanceof ImageSegment.Metadata blocks) {
        long position = blocks.block() << blockSize.bits();
        write(ByteBuffer.wrap(metadata, blocks.offset(), blocks.length()), position);
      }
    }
    if (image.size() < plan.imageLength()) {
      write(ByteBuffer.allocate(1), plan.imageLength() - 1);
    }
  }

  private void write(ByteBuffer bytes, long position) throws IOException {
    long at = position;
    while (bytes.hasRemaining()) {
      at += image.write(bytes, at);
    }
  }
}
