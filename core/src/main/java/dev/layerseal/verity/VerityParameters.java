package dev.layerseal.verity;

import dev.layerseal.bytes.BlockSize;
import dev.layerseal.error.FormatException;
import dev.layerseal.error.UnsupportedFeatureException;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a root hash depends on besides the data. The superblock and its UUID are not
 * among it.
 *
 * @param hashType 1, where the salt comes before a block and digests are padded to a power of two,
 *     or 0, the older form with the salt behind and digests side by side
 */
public record VerityParameters(
    HashName hash, int hashType, BlockSize dataBlockSize, BlockSize hashBlockSize, Salt salt) {

  /** What tar-index images are hashed with: sha256, 512-byte blocks, 32 zero bytes of salt. */
  public static final VerityParameters TAR_INDEX =
      new VerityParameters(HashName.SHA256, 1, BlockSize.B512, BlockSize.B512, Salt.ZERO_32);

  /** What full images are hashed with: sha256, 4096-byte blocks, 32 zero bytes of salt. */
  public static final VerityParameters FULL =
      new VerityParameters(HashName.SHA256, 1, BlockSize.B4096, BlockSize.B4096, Salt.ZERO_32);

  /**
   * Values that were checked already.
   *
   * @throws IllegalArgumentException when the hash type is neither 0 nor 1
   */
  public VerityParameters {
    if (hashType != 0 && hashType != 1) {
      throw new IllegalArgumentException("hash type " + hashType);
    }
  }

  /** A builder that starts from {@link #FULL}, the values that veritysetup starts from too. */
  public static Builder builder() {
    return new Builder(FULL);
  }

  /** A builder that starts from these values. */
  public Builder toBuilder() {
    return new Builder(this);
  }

  /** Digests in one hash block, a power of two. */
  public int digestsPerBlock() {
    return 1 << digestsPerBlockBits();
  }

  /** Base-2 logarithm of {@link #digestsPerBlock}, 3 to 11. */
  int digestsPerBlockBits() {
    return 31 - Integer.numberOfLeadingZeros(hashBlockSize.bytes() / hash.size());
  }

  /** Bytes from one digest in a hash block to the next. */
  int digestStride() {
    return hashType == 0 ? hash.size() : Integer.highestOneBit(2 * hash.size() - 1);
  }

  // Spelled out: what a record has by itself is put together at run time, which a start would wait
  // for.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof VerityParameters parameters
        && hash == parameters.hash
        && hashType == parameters.hashType
        && dataBlockSize.equals(parameters.dataBlockSize)
        && hashBlockSize.equals(parameters.hashBlockSize)
        && salt.equals(parameters.salt);
  }

  @Override
  public int hashCode() {
    return dataBlockSize.bits() << 8 | hashBlockSize.bits();
  }

  /** Collects values as users give them, and refuses those that make no hash tree. */
  public static final class Builder {

    private HashName hash;
    private int hashType;
    private BlockSize dataBlockSize;
    private BlockSize hashBlockSize;
    private Salt salt;
    private boolean weakAllowed;

    private Builder(VerityParameters from) {
      hash = from.hash;
      hashType = from.hashType;
      dataBlockSize = from.dataBlockSize;
      hashBlockSize = from.hashBlockSize;
      salt = from.salt;
      weakAllowed = hash.weak();
    }

    public Builder hash(String name) throws UnsupportedFeatureException {
      hash = HashName.parse(name);
      return this;
    }

    /**
     * @throws UnsupportedFeatureException when {@code type} is neither 0 nor 1
     */
    public Builder hashType(long type) throws UnsupportedFeatureException {
      if (type != 0 && type != 1) {
        throw new UnsupportedFeatureException("hash type is " + type + ", expected 0 or 1");
      }
      hashType = (int) type;
      return this;
    }

    /**
     * @param bytes a power of two from 512 to 65536
     */
    public Builder dataBlockSize(long bytes) throws FormatException {
      dataBlockSize = blockSize("data", bytes);
      return this;
    }

    /**
     * @param bytes a power of two from 512 to 65536
     */
    public Builder hashBlockSize(long bytes) throws FormatException {
      hashBlockSize = blockSize("hash", bytes);
      return this;
    }

    public Builder salt(Salt value) {
      salt = value;
      return this;
    }

    /** Lets {@link #build} accept an algorithm that {@link HashName#weak} names. */
    public Builder allowWeakHash() {
      weakAllowed = true;
      return this;
    }

    /**
     * @throws UnsupportedFeatureException when the hash is weak and nobody asked for that
     */
    public VerityParameters build() throws UnsupportedFeatureException {
      if (hash.weak() && !weakAllowed) {
        throw new UnsupportedFeatureException(
            "hash algorithm " + hash + " is weak and was not allowed explicitly");
      }
      return new VerityParameters(hash, hashType, dataBlockSize, hashBlockSize, salt);
    }

    private static BlockSize blockSize(String which, long bytes) throws FormatException {
      try {
        return BlockSize.of(bytes);
      } catch (FormatException e) {
        throw e.at(which);
      }
    }
  }
}
