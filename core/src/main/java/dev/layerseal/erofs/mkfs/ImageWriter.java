package dev.layerseal.erofs.mkfs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/** Writes a planned image from its first to its last byte. */
public final class ImageWriter {

  private static final int ZEROS = 1 << 16;

  private final ImagePlan plan;
  private final FileSource source;
  private final WritableByteChannel target;
  private long written;

  private ImageWriter(ImagePlan plan, FileSource source, WritableByteChannel target) {
    this.plan = plan;
    this.source = source;
    this.target = target;
  }

  /** Writes the image; {@code source} gives the content of its files. */
  public static void write(ImagePlan plan, FileSource source, WritableByteChannel target)
      throws IOException {
    new ImageWriter(plan, source, target).write();
  }

  private void write() throws IOException {
    byte[] metadata = plan.metadata();
    for (ImageSegment segment : plan.segments()) {
      zerosUpTo(segment.block() << plan.blockSize().bits());
      if (segment instanceof ImageSegment.Metadata blocks) {
        put(ByteBuffer.wrap(metadata, blocks.offset(), blocks.length()));
      } else if (segment instanceof ImageSegment.File file) {
        source.copy(file.file(), 0, file.length(), target);
        written += file.length();
      }
    }
    zerosUpTo(plan.imageLength());
  }

  private void zerosUpTo(long offset) throws IOException {
    while (written < offset) {
      put(ByteBuffer.allocate((int) Math.min(ZEROS, offset - written)));
    }
  }

  private void put(ByteBuffer bytes) throws IOException {
    written += bytes.remaining();
    while (bytes.hasRemaining()) {
      target.write(bytes);
    }
  }
}
