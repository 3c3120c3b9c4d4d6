package dev.layerseal.verity;

import dev.layerseal.bytes.BlockSize;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;

/** Writes hash blocks to their places in a file, many of a level at a time. */
final class TreeWriter implements HashTree.BlockSink {

  private static final int BUFFER_SIZE = 1 << 16;

  private final FileChannel file;
  private final long start;
  private final BlockSize blockSize;
  private final List<Run> runs = new ArrayList<>();

  /** Neighbouring blocks of one level that are not written yet. */
  private static final class Run {
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_SIZE);
    private long position;
  }

  TreeWriter(FileChannel file, long start, BlockSize blockSize) {
    this.file = file;
    this.start = start;
    this.blockSize = blockSize;
  }

  @Override
  public void write(int level, long block, byte[] bytes) throws IOException {
    while (runs.size() <= level) {
      runs.add(new Run());
    }
    Run run = runs.get(level);
    if (run.buffer.position() == 0) {
      run.position = start + (block << blockSize.bits());
    }
    run.buffer.put(bytes);
    if (!run.buffer.hasRemaining()) {
      write(run);
    }
  }

  /** Writes what is still in memory. */
  void flush() throws IOException {
    for (Run run : runs) {
      write(run);
    }
  }

  private void write(Run run) throws IOException {
    run.buffer.flip();
    writeFully(file, run.position, run.buffer);
    run.buffer.clear();
  }

  static void writeFully(FileChannel file, long position, ByteBuffer buffer) throws IOException {
    long at = position;
    while (buffer.hasRemaining()) {
      at += file.write(buffer, at);
    }
  }
}
