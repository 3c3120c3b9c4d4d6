package dev.layerseal.fsverity;

import dev.layerseal.error.FormatException;
import dev.layerseal.verity.HashTree;
import dev.layerseal.verity.LeafHasher;
import java.io.IOException;
import java.io.InputStream;

/**
 * Computes the digest of a file that is fed in pieces of any length. Memory is one block for each
 * level of the tree, whatever the size of the file. After {@link #finish} the next file may follow.
 */
public final class FsVerityHasher {

  private static final int READ = 1 << 16;

  private final FsVerityParameters parameters;
  private final HashTree tree;
  private final LeafHasher leaves;
  private long size;

  public FsVerityHasher(FsVerityParameters parameters) {
    this.parameters = parameters;
    this.tree = new HashTree(parameters.tree());
    this.leaves = new LeafHasher(parameters.tree(), tree);
  }

  /** The digest of {@code content} as a file. */
  public static FsVerityDigest digest(FsVerityParameters parameters, byte[] content) {
    FsVerityHasher hasher = new FsVerityHasher(parameters);
    hasher.update(content, 0, content.length);
    return hasher.finish();
  }

  /** The digest of everything that {@code in} still gives. */
  public static FsVerityDigest digest(FsVerityParameters parameters, InputStream in)
      throws IOException {
    FsVerityHasher hasher = new FsVerityHasher(parameters);
    byte[] buffer = new byte[READ];
    for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
      hasher.update(buffer, 0, length);
    }
    return hasher.finish();
  }

  public void update(byte[] buffer, int offset, int length) {
    size += length;
    try {
      leaves.update(buffer, offset, length);
    } catch (IOException e) {
      throw new IllegalStateException(e); // The tree has no sink that could fail.
    }
  }

  /** The digest of what was fed since the start, or since the last call of this. */
  public FsVerityDigest finish() {
    try {
      byte[] root = size == 0 ? new byte[parameters.algorithm().size()] : root();
      byte[] descriptor = new FsVerityDescriptor(parameters, size, root).encode();
      size = 0;
      return FsVerityDigest.of(parameters.algorithm().newDigest().digest(descriptor));
    } catch (FormatException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private byte[] root() throws FormatException, IOException {
    leaves.finishPadded();
    return tree.finish().toByteArray();
  }
}
