package dev.layerseal.verity;

import java.security.DigestException;
import java.security.MessageDigest;

/** The salted digest of one block. Allocates nothing after its construction. */
final class BlockHasher {

  private final MessageDigest digest;
  private final byte[] before;
  private final byte[] after;
  private final int size;

  BlockHasher(VerityParameters parameters) {
    byte[] salt = parameters.salt().toByteArray();
    digest = parameters.hash().newDigest();
    size = parameters.hash().size();
    before = parameters.hashType() == 1 ? salt : new byte[0];
    after = parameters.hashType() == 0 ? salt : new byte[0];
  }

  /** Writes the digest of the block to {@code out} from {@code at} on. */
  void hash(byte[] block, int offset, int length, byte[] out, int at) {
    if (before.length > 0) {
      digest.update(before, 0, before.length);
    }
    digest.update(block, offset, length);
    finish(out, at);
  }

  /** The same for a block in two pieces. */
  void hash(byte[] head, int headLength, byte[] tail, int from, int length, byte[] out, int at) {
    if (before.length > 0) {
      digest.update(before, 0, before.length);
    }
    digest.update(head, 0, headLength);
    digest.update(tail, from, length);
    finish(out, at);
  }

  private void finish(byte[] out, int at) {
    if (after.length > 0) {
      digest.update(after, 0, after.length);
    }
    try {
      digest.digest(out, at, size);
    } catch (DigestException e) {
      throw new IllegalStateException(e);
    }
  }
}
