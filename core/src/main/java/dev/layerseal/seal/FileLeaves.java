package dev.layerseal.seal;

import dev.layerseal.bytes.BlockSize;
import dev.layerseal.erofs.mkfs.FileSink;
import dev.layerseal.verity.LeafHasher;
import dev.layerseal.verity.LeafStore;
import dev.layerseal.verity.Leaves;
import dev.layerseal.verity.VerityParameters;
import java.io.Closeable;
import java.io.IOException;
import java.util.Arrays;

/** Digests of the content of files, each filled with zeros up to a block of the image. */
final class FileLeaves implements FileSink, Closeable {

  private final BlockSize imageBlock;
  private final BlockSize dataBlock;
  private final LeafStore store;
  private final LeafHasher hasher;

  /** Bytes of the image that stood before each file. */
  private long[] starts = new long[256];

  FileLeaves(VerityParameters verity, BlockSize imageBlock, LeafStore store) {
    this.imageBlock = imageBlock;
    this.dataBlock = verity.dataBlockSize();
    this.store = store;
    this.hasher = new LeafHasher(verity, store);
  }

  @Override
  public void begin(int file, long size) throws IOException {
    finish();
    if (file == starts.length) {
      starts = Arrays.copyOf(starts, 2 * file);
    }
    starts[file] = hasher.length();
  }

  @Override
  public void data(byte[] buffer, int offset, int length) throws IOException {
    hasher.update(buffer, offset, length);
  }

  /** Ends the last file. */
  void finish() throws IOException {
    long length = hasher.length();
    if (!imageBlock.aligned(length)) {
      hasher.updateZeros(imageBlock.alignUp(length) - length);
    }
  }

  /** The digests of the blocks that {@code length} bytes of a file take. */
  Leaves leaves(int file, long length) {
    return store.slice(
        starts[file] >>> dataBlock.bits(), imageBlock.alignUp(length) >>> dataBlock.bits());
  }

  @Override
  public void close() throws IOException {
    store.close();
  }
}
