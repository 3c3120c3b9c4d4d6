package dev.layerseal.fsverity;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Computes the digest of a file that is fed in pieces of any length. Memory is one block for each
 * level of the tree, whatever the size of the file. After {@link #finish} the next file may follow.
 */
public final class FsVerityHasher {

  private static final int READ = 1 << 16;

  private final FsVerityParameters parameters;
  private final MerkleRoot tree;
  private long size;

  public FsVerityHasher(FsVerityParameters parameters) {
    this.parameters = parameters;
    byte[] salt = parameters.saltBytes();
    int step = parameters.algorithm().compressionBlock;
    byte[] prefix = Arrays.copyOf(salt, (salt.length + step - 1) / step * step);
    this.tree =
        new MerkleRoot(parameters.algorithm().newDigest(), prefix, parameters.blockSize().bytes());
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
    tree.update(buffer, offset, length);
  }

  /** The digest of what was fed since the start, or since the last call of this. */
  public FsVerityDigest finish() {
    byte[] root = size == 0 ? new byte[parameters.algorithm().size()] : tree.finish();
    byte[] descriptor = new FsVerityDescriptor(parameters, size, root).encode();
    size = 0;
    try {
      return FsVerityDigest.of(parameters.algorithm().newDigest().digest(descriptor));
    } catch (dev.layerseal.error.FormatException e) {
      throw new IllegalStateException(e);
    }
  }
}
