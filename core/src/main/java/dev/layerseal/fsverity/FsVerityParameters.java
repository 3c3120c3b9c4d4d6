package dev.layerseal.fsverity;

import dev.layerseal.bytes.BlockSize;
import dev.layerseal.bytes.Hex;
import dev.layerseal.error.FormatException;
import dev.layerseal.verity.Salt;
import dev.layerseal.verity.VerityParameters;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * What a file's fs-verity digest depends on besides its content.
 *
 * @param algorithm hash function
 * @param blockSize size of the blocks that are hashed, 1024 to 65536 bytes
 * @param salt lower-case hexadecimal, 0 to 32 bytes
 */
public record FsVerityParameters(FsVerityAlgorithm algorithm, BlockSize blockSize, String salt) {

  /** What composefs uses for SHA-256: blocks of 4096 bytes, no salt. */
  public static final FsVerityParameters SHA256 =
      new FsVerityParameters(FsVerityAlgorithm.SHA256, BlockSize.B4096, "");

  /** What composefs uses for SHA-512: blocks of 4096 bytes, no salt. */
  public static final FsVerityParameters SHA512 =
      new FsVerityParameters(FsVerityAlgorithm.SHA512, BlockSize.B4096, "");

  static final int MAX_SALT = 32;
  private static final int MIN_BLOCK = 1024;

  /**
   * @throws IllegalArgumentException when a value is out of range: {@link #of} is for input
   */
  public FsVerityParameters {
    if (blockSize.bytes() < MIN_BLOCK || salt.length() > 2 * MAX_SALT) {
      throw new IllegalArgumentException("fs-verity block size " + blockSize + ", salt " + salt);
    }
  }

  /** The parameters for {@code algorithm} that composefs uses. */
  public static FsVerityParameters of(FsVerityAlgorithm algorithm) {
    return algorithm == FsVerityAlgorithm.SHA256 ? SHA256 : SHA512;
  }

  /**
   * Parameters from outside.
   *
   * @throws FormatException when the block size is no power of two from 1024 to 65536, or the salt
   *     no lower-case hexadecimal of at most 32 bytes
   */
  public static FsVerityParameters of(FsVerityAlgorithm algorithm, long blockSize, String salt)
      throws FormatException {
    BlockSize size = BlockSize.of(blockSize);
    if (size.bytes() < MIN_BLOCK) {
      throw new FormatException("fs-verity block size is " + size + ", expected 1024 to 65536");
    }
    int length = Hex.decode("fs-verity salt", salt).length;
    if (length > MAX_SALT) {
      throw new FormatException(
          "fs-verity salt has " + length + " bytes, expected at most " + MAX_SALT);
    }
    return new FsVerityParameters(algorithm, size, salt);
  }

  byte[] saltBytes() {
    return HexFormat.of().parseHex(salt);
  }

  /**
   * The tree as dm-verity would have it: of hash type 1, one block size, and the salt zero padded
   * to a step of the hash function.
   */
  VerityParameters tree() {
    byte[] bytes = saltBytes();
    int step = algorithm.compressionBlock;
    byte[] padded = Arrays.copyOf(bytes, (bytes.length + step - 1) / step * step);
    try {
      return new VerityParameters(algorithm.hash, 1, blockSize, blockSize, Salt.of(padded));
    } catch (FormatException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The name that composefs uses in its keys: {@code fsverity-sha512-12}. */
  @Override
  public String toString() {
    return "fsverity-" + algorithm + "-" + blockSize.bits();
  }
}
