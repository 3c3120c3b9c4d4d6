package dev.layerseal.verity;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.layerseal.bytes.ByteReader;
import dev.layerseal.bytes.ByteWriter;
import dev.layerseal.error.FormatException;
import dev.layerseal.error.LayersealException;
import dev.layerseal.error.UnsupportedFeatureException;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class VeritySuperblockTest {

  private static final UUID ID = UUID.fromString("11111111-2222-4333-8444-555555555555");
  private final byte[] valid = encode(new VeritySuperblock(VerityParameters.TAR_INDEX, ID, 23));

  @Test
  void decodesWhatItEncodes() throws Exception {
    assertEquals(VeritySuperblock.SIZE, valid.length);
    VeritySuperblock superblock = decode(valid);
    assertEquals(new VeritySuperblock(VerityParameters.TAR_INDEX, ID, 23), superblock);
    assertArrayEquals(valid, encode(superblock));
  }

  @Test
  void refusesAWrongSignature() {
    assertRefused(FormatException.class, 0, 'V', "signature");
  }

  @Test
  void refusesAnotherVersion() {
    assertRefused(UnsupportedFeatureException.class, 8, 2, "version is 2");
  }

  @Test
  void refusesAnotherHashType() {
    assertRefused(UnsupportedFeatureException.class, 12, 2, "hash type is 2");
  }

  @Test
  void refusesAnUnknownAlgorithm() {
    assertRefused(UnsupportedFeatureException.class, 0x20, 'x', "xha256");
  }

  @Test
  void refusesBytesBehindTheAlgorithm() {
    assertRefused(FormatException.class, 0x3f, 'x', "behind its end");
  }

  @Test
  void refusesBlockSizesThatAreNoPowerOfTwo() {
    assertRefused(FormatException.class, 0x41, 3, "data block size is 768");
    assertRefused(FormatException.class, 0x45, 3, "hash block size is 768");
  }

  @Test
  void refusesMoreDataBlocksThanBytesCanBeCounted() {
    assertRefused(FormatException.class, 0x4f, 0x80, "number of data blocks");
  }

  @Test
  void refusesNoDataBlocks() {
    assertRefused(FormatException.class, 0x48, 0, "number of data blocks is 0");
  }

  @Test
  void refusesASaltThatIsTooLong() {
    assertRefused(FormatException.class, 0x51, 0x10, "salt_size");
  }

  @Test
  void refusesReservedBytesThatAreSet() {
    assertRefused(FormatException.class, 0x52, 1, "behind salt_size");
    assertRefused(FormatException.class, 0x58 + 32, 1, "behind the salt");
    assertRefused(FormatException.class, 0x1ff, 1, "at the end");
  }

  @Test
  void randomChangesAreRefusedOrEncodeToTheSameBytes() {
    for (long seed = 0; seed < 20_000; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      byte[] bytes = valid.clone();
      for (int i = 1 + random.nextInt(3); i > 0; i--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      try {
        assertArrayEquals(bytes, encode(decode(bytes)), "seed " + seed);
      } catch (LayersealException e) {
        assertTrue(
            String.valueOf(e.getMessage()).startsWith("superblock at 0x200: "), "seed " + seed);
      }
    }
  }

  private void assertRefused(
      Class<? extends Exception> type, int offset, int value, String message) {
    byte[] bytes = valid.clone();
    bytes[offset] = (byte) value;
    Exception e = assertThrows(type, () -> decode(bytes));
    assertTrue(String.valueOf(e.getMessage()).contains(message), e.getMessage());
  }

  private static VeritySuperblock decode(byte[] bytes) throws LayersealException {
    return VeritySuperblock.decode(new ByteReader("superblock", 512, bytes));
  }

  private static byte[] encode(VeritySuperblock superblock) {
    ByteWriter out = new ByteWriter(VeritySuperblock.SIZE);
    superblock.encode(out);
    return out.toByteArray();
  }
}
