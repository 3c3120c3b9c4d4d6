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

  private static final int BUFFER = 1 << 18;

  private final FileChannel image;
  private final BlockSize blockSize;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);

  /** Where the first byte of the buffer belongs. */
  private long start;

  /**
   * @param image an empty file
   */
  public PlacedContent(FileChannel image, BlockSize blockSize) {
    this.image = image;
    this.blockSize = blockSize;
  }

  @Override
  public void place(long block) throws IOException {
    long position = block << blockSize.bits();
    long gap = position - start - buffer.position();
    if (gap < 0 || gap > buffer.remaining()) {
      flush();
      start = position;
    } else {
      buffer.put(new byte[(int) gap]);
    }
  }

  @Override
  public void begin(int file, long size) {
    // Its place is known.
  }

  @Override
  public void data(byte[] bytes, int offset, int length) throws IOException {
    int done = 0;
    while (done < length) {
      int part = Math.min(length - done, buffer.remaining());
      buffer.put(bytes, offset + done, part);
      done += part;
      if (!buffer.hasRemaining()) {
        flush();
      }
    }
  }

  /** Writes what is not content, and makes the file as long as the image. */
  public void finish(ImagePlan plan) throws IOException {
    flush();
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

  private void flush() throws IOException {
    buffer.flip();
    int length = buffer.remaining();
    write(buffer, start);
    start += length;
    buffer.clear();
  }

  private void write(ByteBuffer bytes, long position) throws IOException {
    long at = position;
    while (bytes.hasRemaining()) {
      at += image.write(bytes, at);
    }
  }
}
