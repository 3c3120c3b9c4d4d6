package dev.layerseal.fsverity;

import dev.layerseal.bytes.ByteWriter;
import dev.layerseal.bytes.Hex;
import dev.layerseal.error.FormatException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The fs-verity digest of a file: what {@code fsverity digest} prints and the kernel measures. */
public final class FsVerityDigest implements Comparable<FsVerityDigest> {

  private static final byte[] MAGIC = "FSVerity".getBytes(StandardCharsets.US_ASCII);

  private final FsVerityAlgorithm algorithm;
  private final byte[] bytes;

  private FsVerityDigest(FsVerityAlgorithm algorithm, byte[] bytes) {
    this.algorithm = algorithm;
    this.bytes = bytes;
  }

  /**
   * A digest of 32 or 64 bytes; the length tells the algorithm.
   *
   * @throws FormatException for any other length
   */
  public static FsVerityDigest of(byte[] bytes) throws FormatException {
    for (FsVerityAlgorithm algorithm : FsVerityAlgorithm.values()) {
      if (bytes.length == algorithm.size()) {
        return new FsVerityDigest(algorithm, bytes.clone());
      }
    }
    throw new FormatException("fs-verity digest has " + bytes.length + " bytes, expected 32 or 64");
  }

  /**
   * The digest that {@code hex} spells in lower case.
   *
   * @throws FormatException when it is no lower-case hexadecimal of 32 or 64 bytes
   */
  public static FsVerityDigest parse(String hex) throws FormatException {
    return of(Hex.decode("fs-verity digest", hex));
  }

  public FsVerityAlgorithm algorithm() {
    return algorithm;
  }

  /** The 32 or 64 bytes, copied. */
  public byte[] toByteArray() {
    return bytes.clone();
  }

  /**
   * What is signed for the kernel ({@code struct fsverity_formatted_digest}).
   *
   * <pre>
   * 0x00  u8[8]  magic            FSVerity
   * 0x08  u16    digest_algorithm 1 or 2
   * 0x0a  u16    digest_size      32 or 64
   * 0x0c  u8[]   digest
   * </pre>
   */
  public byte[] formatted() {
    return new ByteWriter(MAGIC.length + 4 + bytes.length)
        .bytes(MAGIC)
        .u16(algorithm.code())
        .u16(bytes.length)
        .bytes(bytes)
        .toByteArray();
  }

  @Override
  public int compareTo(FsVerityDigest other) {
    return Arrays.compareUnsigned(bytes, other.bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FsVerityDigest that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** Lower-case hexadecimal. */
  @Override
  public String toString() {
    return Hex.encode(bytes);
  }
}
