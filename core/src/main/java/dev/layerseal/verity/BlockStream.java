package dev.layerseal.verity;

import dev.layerseal.bytes.BlockSize;
import dev.layerseal.error.FormatException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** The blocks of a part of a file, in order, read many at a time. */
final class BlockStream {

  private static final int BUFFER_SIZE = 1 << 18;

  private final String what;
  private final FileChannel file;
  private final BlockSize blockSize;
  private final byte[] buffer;
  private long position;
  private int at;
  private int end;
  private long left;

  /**
   * @param what names the blocks in messages
   * @param position byte offset of the first block
   */
  BlockStream(String what, FileChannel file, BlockSize blockSize, long position, long blocks) {
    this.what = what;
    this.file = file;
    this.blockSize = blockSize;
    this.position = position;
    this.left = Math.multiplyExact(blocks, blockSize.bytes());
    this.buffer = new byte[(int) Math.max(blockSize.bytes(), Math.min(BUFFER_SIZE, left))];
  }

  /** Steps to the next block, which {@link #array} then holds at {@link #offset}. */
  void next() throws FormatException, IOException {
    at += blockSize.bytes();
    if (at >= end) {
      fill();
    }
  }

  byte[] array() {
    return buffer;
  }

  int offset() {
    return at;
  }

  /** Byte offset in the file of the block that is being looked at. */
  long place() {
    return position - end + at;
  }

  private void fill() throws FormatException, IOException {
    ByteBuffer to = ByteBuffer.wrap(buffer, 0, (int) Math.min(buffer.length, left));
    while (to.hasRemaining()) {
      int got = file.read(to, position);
      if (got < 0) {
        throw new FormatException(
            "%s: the file ends at byte %d, %d more expected".formatted(what, position, left));
      }
      position += got;
      left -= got;
    }
    at = 0;
    end = to.position();
  }
}
