package dev.layerseal.seal;

import dev.layerseal.error.FormatException;
import dev.layerseal.error.LayersealException;
import dev.layerseal.error.UnsupportedFeatureException;
import dev.layerseal.error.VerificationException;
import dev.layerseal.verity.HashArea;
import dev.layerseal.verity.TreeLayout;
import dev.layerseal.verity.TreeVerifier;
import dev.layerseal.verity.VerityParameters;
import dev.layerseal.verity.VeritySuperblock;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;

/** Holds an image and the tree behind it against the root hash that a descriptor names. */
final class AppendedTreeCheck {

  private static final byte[] SIGNATURE = {'v', 'e', 'r', 'i', 't', 'y', 0, 0};

  private final AppendedTree tree;
  private final FileChannel file;

  AppendedTreeCheck(AppendedTree tree, FileChannel file) {
    this.tree = tree;
    this.file = file;
  }

  /**
   * Returns when every block of data and tree is right, and nothing else is there.
   *
   * @param length of the layer in bytes
   * @throws VerificationException when data, tree and root hash do not agree
   * @throws FormatException when the superblock contradicts the descriptor, or lengths do not fit
   */
  void verify(long length) throws LayersealException, IOException {
    boolean superblock = hasSuperblock();
    HashArea area = HashArea.at(tree.offset(), superblock);
    VerityParameters parameters = superblock ? described(area) : tree.parameters();
    long start = area.treeOffset(parameters);
    long blocks = blocks(parameters);
    long end = start + TreeLayout.of(parameters, blocks).totalBytes();
    if (length < end || tree.last() && length > end) {
      throw new FormatException(
          "the hash tree ends at byte %d, the layer at byte %d".formatted(end, length));
    }
    TreeVerifier.verify(parameters, blocks, file, file, start, tree.rootHash());
  }

  private boolean hasSuperblock() throws IOException {
    ByteBuffer head = ByteBuffer.allocate(SIGNATURE.length);
    int got = 0;
    while (head.hasRemaining() && got >= 0) {
      got = file.read(head, tree.offset() + head.position());
    }
    return Arrays.equals(head.array(), SIGNATURE);
  }

  /** The parameters of the superblock, which may not contradict those of the descriptor. */
  private VerityParameters described(HashArea area)
      throws FormatException, UnsupportedFeatureException, IOException {
    VeritySuperblock superblock = area.readSuperblock(file);
    VerityParameters found = superblock.parameters();
    VerityParameters expected =
        tree.salted()
            ? tree.parameters()
            : tree.parameters().toBuilder().salt(found.salt()).build();
    if (!found.equals(expected) || superblock.dataBlocks() != blocks(expected)) {
      throw new FormatException(
          "the verity superblock at byte %d is not that of the annotations%n  expected  %s%n  actual    %s"
              .formatted(
                  tree.offset(),
                  text(expected, blocks(expected)),
                  text(found, superblock.dataBlocks())));
    }
    return found;
  }

  private long blocks(VerityParameters parameters) {
    return tree.offset() >>> parameters.dataBlockSize().bits();
  }

  private static String text(VerityParameters parameters, long blocks) {
    return "%s type %d, %d blocks of %s, hash blocks of %s, salt %s"
        .formatted(
            parameters.hash(),
            parameters.hashType(),
            blocks,
            parameters.dataBlockSize(),
            parameters.hashBlockSize(),
            parameters.salt());
  }
}
