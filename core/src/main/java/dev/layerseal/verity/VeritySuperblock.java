package dev.layerseal.verity;

import dev.layerseal.bytes.BlockSize;
import dev.layerseal.bytes.ByteReader;
import dev.layerseal.bytes.ByteWriter;
import dev.layerseal.error.FormatException;
import dev.layerseal.error.UnsupportedFeatureException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;

/**
 * The 512 bytes at the hash offset ({@code struct verity_sb} of cryptsetup). The kernel never reads
 * them; they spare users the parameters.
 *
 * <pre>
 * 0x000  u8[8]    signature        "verity", two zero bytes
 * 0x008  u32      version          1
 * 0x00c  u32      hash_type        0 or 1
 * 0x010  u8[16]   uuid             in the order of its text
 * 0x020  u8[32]   algorithm        ASCII, zero padded
 * 0x040  u32      data_block_size  bytes
 * 0x044  u32      hash_block_size  bytes
 * 0x048  u64      data_blocks
 * 0x050  u16      salt_size        0 to 256
 * 0x052  u8[6]    reserved         0
 * 0x058  u8[256]  salt             zero padded
 * 0x158  u8[168]  reserved         0
 * </pre>
 *
 * @param dataBlocks number of data blocks, 1 at least
 */
public record VeritySuperblock(VerityParameters parameters, UUID uuid, long dataBlocks) {

  /** Length in bytes. */
  public static final int SIZE = 512;

  private static final byte[] SIGNATURE = {'v', 'e', 'r', 'i', 't', 'y', 0, 0};
  private static final int VERSION = 1;
  private static final int ALGORITHM_SIZE = 32;

  /**
   * @throws IllegalArgumentException when there is no data block
   */
  public VeritySuperblock {
    if (dataBlocks < 1) {
      throw new IllegalArgumentException(dataBlocks + " data blocks");
    }
  }

  /**
   * Decodes a superblock; one that names a weak hash is decoded as well.
   *
   * @throws FormatException when a field is out of its range or a reserved byte is set
   * @throws UnsupportedFeatureException for another version, hash type or algorithm
   */
  public static VeritySuperblock decode(ByteReader in)
      throws FormatException, UnsupportedFeatureException {
    if (!Arrays.equals(in.bytes(SIGNATURE.length), SIGNATURE)) {
      throw in.malformed("the signature \"verity\" is missing");
    }
    long version = in.u32();
    if (version != VERSION) {
      throw in.unsupported("version is " + version + ", expected 1");
    }
    long hashType = in.u32();
    if (hashType > 1) {
      throw in.unsupported("hash type is " + hashType + ", expected 0 or 1");
    }
    UUID uuid = uuid(in.bytes(16));
    HashName hash = algorithm(in);
    BlockSize dataBlockSize = blockSize(in, "data");
    BlockSize hashBlockSize = blockSize(in, "hash");
    long dataBlocks = dataBlocks(in, dataBlockSize);
    Salt salt = salt(in);
    in.zeros("the reserved space at the end", 168);
    return new VeritySuperblock(
        new VerityParameters(hash, (int) hashType, dataBlockSize, hashBlockSize, salt),
        uuid,
        dataBlocks);
  }

  /** Appends the {@link #SIZE} bytes of this superblock. */
  public void encode(ByteWriter out) {
    byte[] name = parameters.hash().toString().getBytes(StandardCharsets.US_ASCII);
    byte[] salt = parameters.salt().toByteArray();
    out.bytes(SIGNATURE).u32(VERSION).u32(parameters.hashType());
    out.bytes(
        ByteBuffer.allocate(16)
            .putLong(uuid.getMostSignificantBits())
            .putLong(uuid.getLeastSignificantBits())
            .array());
    out.bytes(name).zeros(ALGORITHM_SIZE - name.length);
    out.u32(parameters.dataBlockSize().bytes()).u32(parameters.hashBlockSize().bytes());
    out.u64(dataBlocks);
    out.u16(salt.length).zeros(6).bytes(salt).zeros(Salt.MAX_SIZE - salt.length).zeros(168);
  }

  private static UUID uuid(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    return new UUID(buffer.getLong(), buffer.getLong());
  }

  private static HashName algorithm(ByteReader in)
      throws FormatException, UnsupportedFeatureException {
    byte[] field = in.bytes(ALGORITHM_SIZE);
    int length = 0;
    while (length < field.length && field[length] != 0) {
      length++;
    }
    for (int i = length; i < field.length; i++) {
      if (field[i] != 0) {
        throw in.malformed("the algorithm has bytes behind its end");
      }
    }
    try {
      return HashName.parse(new String(field, 0, length, StandardCharsets.ISO_8859_1));
    } catch (UnsupportedFeatureException e) {
      throw in.unsupported(String.valueOf(e.getMessage()));
    }
  }

  private static BlockSize blockSize(ByteReader in, String which) throws FormatException {
    try {
      return BlockSize.of(in.u32());
    } catch (FormatException e) {
      throw in.malformed(which + " " + e.getMessage());
    }
  }

  private static long dataBlocks(ByteReader in, BlockSize size) throws FormatException {
    long blocks = in.u64();
    if (blocks < 1 || blocks > Long.MAX_VALUE >>> size.bits()) {
      throw in.malformed("the number of data blocks is " + Long.toUnsignedString(blocks));
    }
    return blocks;
  }

  private static Salt salt(ByteReader in) throws FormatException {
    int size = in.u16();
    if (size > Salt.MAX_SIZE) {
      throw in.malformed("salt_size is %d, expected at most %d".formatted(size, Salt.MAX_SIZE));
    }
    in.zeros("the reserved space behind salt_size", 6);
    Salt salt = Salt.of(in.bytes(size));
    in.zeros("the space behind the salt", Salt.MAX_SIZE - size);
    return salt;
  }
}
