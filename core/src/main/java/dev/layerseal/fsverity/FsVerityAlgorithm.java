package dev.layerseal.fsverity;

import dev.layerseal.error.FormatException;
import dev.layerseal.verity.HashName;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The hash functions of fs-verity, {@code FS_VERITY_HASH_ALG_*} in {@code linux/fsverity.h}. */
public enum FsVerityAlgorithm {
  SHA256(1, HashName.SHA256, "SHA-256", 64),
  SHA512(2, HashName.SHA512, "SHA-512", 128);

  /** Number in the descriptor, in overlay's metacopy xattr and in what is signed. */
  final int code;

  /** The same function as the shared hash tree calls it. */
  final HashName hash;

  private final String javaName;

  /** Bytes of one step of the hash function: a salt is zero padded to a multiple of it. */
  final int compressionBlock;

  FsVerityAlgorithm(int code, HashName hash, String javaName, int compressionBlock) {
    this.code = code;
    this.hash = hash;
    this.javaName = javaName;
    this.compressionBlock = compressionBlock;
  }

  /**
   * The algorithm called {@code sha256} or {@code sha512}.
   *
   * @throws FormatException for any other name
   */
  public static FsVerityAlgorithm parse(String name) throws FormatException {
    for (FsVerityAlgorithm algorithm : values()) {
      if (algorithm.toString().equals(name)) {
        return algorithm;
      }
    }
    throw new FormatException("fs-verity hash is " + name + ", expected sha256 or sha512");
  }

  /** Number of the algorithm on disk: 1 for SHA-256, 2 for SHA-512. */
  public int code() {
    return code;
  }

  /** Length of a digest in bytes. */
  public int size() {
    return hash.size();
  }

  MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance(javaName);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public String toString() {
    return hash.toString();
  }
}
