package dev.layerseal.verity;

import dev.layerseal.error.FormatException;
import dev.layerseal.error.VerificationException;
import dev.layerseal.error.VerificationException.Reason;
import java.io.IOException;
import java.nio.channels.FileChannel;

/**
 * Checks a hash tree from its root hash down to every data block, as the kernel would on reading
 * them all. What a block's parent says is believed only after the parent was checked itself.
 */
public final class TreeVerifier {

  private final VerityParameters parameters;
  private final TreeLayout layout;
  private final FileChannel hashFile;
  private final long treeOffset;
  private final BlockHasher hasher;
  private final byte[] digest;

  private TreeVerifier(
      VerityParameters parameters, long dataBlocks, FileChannel hashFile, long treeOffset) {
    this.parameters = parameters;
    this.layout = TreeLayout.of(parameters, dataBlocks);
    this.hashFile = hashFile;
    this.treeOffset = treeOffset;
    this.hasher = new BlockHasher(parameters);
    this.digest = new byte[parameters.hash().size()];
  }

  /**
   * Returns when the data, the tree and the root hash agree.
   *
   * @param data holds the data blocks from its start on
   * @param treeOffset byte offset of the tree in {@code hashFile}
   * @throws VerificationException when one of them differs
   * @throws FormatException when a file is too short, or unused space in the tree is not zero
   */
  public static void verify(
      VerityParameters parameters,
      long dataBlocks,
      FileChannel data,
      FileChannel hashFile,
      long treeOffset,
      RootHash root)
      throws VerificationException, FormatException, IOException {
    TreeVerifier verifier = new TreeVerifier(parameters, dataBlocks, hashFile, treeOffset);
    if (root.size() != parameters.hash().size()) {
      throw new FormatException(
          "root hash has %d bytes, expected the %d of %s"
              .formatted(root.size(), parameters.hash().size(), parameters.hash()));
    }
    for (int level = verifier.layout.levels() - 1; level >= 0; level--) {
      verifier.checkLevel(level, root);
    }
    BlockStream blocks = new BlockStream("data", data, parameters.dataBlockSize(), 0, dataBlocks);
    verifier.checkBlocks("data block", blocks, dataBlocks, 0, root);
  }

  private void checkLevel(int level, RootHash root)
      throws VerificationException, FormatException, IOException {
    long count = layout.blocks(level);
    checkBlocks("hash block", level(level), count, level + 1, root);
    BlockStream blocks = level(level);
    int perBlock = parameters.digestsPerBlock();
    for (long left = layout.digests(level); left > 0; left -= perBlock) {
      blocks.next();
      checkSpare(blocks, (int) Math.min(left, perBlock));
    }
  }

  /** Compares the digest of each block with the one that the level above holds. */
  private void checkBlocks(
      String what, BlockStream blocks, long count, int parentLevel, RootHash root)
      throws VerificationException, FormatException, IOException {
    int size =
        parentLevel == 0 ? parameters.dataBlockSize().bytes() : parameters.hashBlockSize().bytes();
    boolean top = parentLevel == layout.levels();
    BlockStream parents = top ? blocks : level(parentLevel);
    int perBlock = parameters.digestsPerBlock();
    for (long i = 0; i < count; i++) {
      blocks.next();
      hasher.hash(blocks.array(), blocks.offset(), size, digest, 0);
      if (top) {
        checkTop(what, root);
        continue;
      }
      int place = (int) (i & (perBlock - 1));
      if (place == 0) {
        parents.next();
      }
      if (!same(parents.array(), parents.offset() + place * parameters.digestStride())) {
        throw new VerificationException(
            Reason.DIGEST_DIFFERS,
            "%s at byte %d does not match the hash tree".formatted(what, blocks.place()));
      }
    }
  }

  private void checkTop(String what, RootHash root) throws VerificationException {
    if (!root.matches(digest, 0)) {
      throw new VerificationException(
          Reason.ROOT_HASH_DIFFERS,
          "root hash differs from that of the top %s%n  expected  %s%n  computed  %s"
              .formatted(what, root, RootHash.copyOf(digest, 0, digest.length)));
    }
  }

  private boolean same(byte[] block, int offset) {
    return java.util.Arrays.equals(digest, 0, digest.length, block, offset, offset + digest.length);
  }

  /** Padding between digests, and all behind the last one, has to be zero. */
  private void checkSpare(BlockStream blocks, int digests) throws FormatException {
    byte[] block = blocks.array();
    int stride = parameters.digestStride();
    int size = parameters.hash().size();
    for (int i = 0; i < parameters.hashBlockSize().bytes(); i++) {
      boolean used = i < digests * stride && i % stride < size;
      if (!used && block[blocks.offset() + i] != 0) {
        throw new FormatException(
            "hash block at byte %d: unused space is not zero at byte %d"
                .formatted(blocks.place(), i));
      }
    }
  }

  private BlockStream level(int level) {
    long start = layout.start(level) << parameters.hashBlockSize().bits();
    return new BlockStream(
        "hash tree",
        hashFile,
        parameters.hashBlockSize(),
        treeOffset + start,
        layout.blocks(level));
  }
}
