package dev.layerseal.verity;

import dev.layerseal.bytes.BlockSize;
import dev.layerseal.bytes.ByteReader;
import dev.layerseal.bytes.ByteWriter;
import dev.layerseal.error.FormatException;
import dev.layerseal.error.UnsupportedFeatureException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * Where a file holds a superblock and a hash tree. The tree begins at the first hash block behind
 * the superblock; without one it begins at the hash block that the offset lies in, as veritysetup
 * has it.
 *
 * @param offset hash offset in bytes, a multiple of 512
 */
public record HashArea(long offset, boolean superblock) {

  private static final int SECTOR = 512;

  /**
   * The area at {@code offset}.
   *
   * @throws FormatException when that is no multiple of 512, or negative
   */
  public static HashArea at(long offset, boolean superblock) throws FormatException {
    if (offset < 0 || offset % SECTOR != 0 || offset > Long.MAX_VALUE >>> 2) {
      throw new FormatException("hash offset is " + offset + ", expected a multiple of 512");
    }
    return new HashArea(offset, superblock);
  }

  /** Byte offset of the first hash block in the file. */
  public long treeOffset(VerityParameters parameters) {
    BlockSize size = parameters.hashBlockSize();
    return superblock ? size.alignUp(offset + VeritySuperblock.SIZE) : size.alignDown(offset);
  }

  /** Writes tree and superblock, and makes the file long enough for both. */
  public RootHash write(FileChannel file, VeritySuperblock values, Leaves leaves)
      throws FormatException, IOException {
    VerityParameters parameters = values.parameters();
    long start = treeOffset(parameters);
    long end = start + TreeLayout.of(parameters, values.dataBlocks()).totalBytes();
    if (end < offset) {
      throw new FormatException(
          "hash offset %d lies behind the tree's end, %d".formatted(offset, end));
    }
    TreeWriter writer = new TreeWriter(file, start, parameters.hashBlockSize());
    RootHash root = HashTree.write(parameters, leaves, writer);
    writer.flush();
    if (superblock) {
      ByteWriter out = new ByteWriter(VeritySuperblock.SIZE);
      values.encode(out);
      TreeWriter.writeFully(file, offset, ByteBuffer.wrap(out.toByteArray()));
    }
    extend(file, end);
    return root;
  }

  /** Reads the superblock at the offset. */
  public VeritySuperblock readSuperblock(FileChannel file)
      throws FormatException, UnsupportedFeatureException, IOException {
    byte[] bytes = new byte[VeritySuperblock.SIZE];
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      if (file.read(buffer, offset + buffer.position()) < 0) {
        throw new FormatException(
            "verity superblock at 0x%x: the file ends after %d of %d bytes"
                .formatted(offset, buffer.position(), bytes.length));
      }
    }
    return VeritySuperblock.decode(new ByteReader("verity superblock", offset, bytes));
  }

  private static void extend(FileChannel file, long length) throws IOException {
    if (file.size() < length) {
      TreeWriter.writeFully(file, length - 1, ByteBuffer.allocate(1));
    }
  }
}
