package dev.layerseal.erofs.disk;

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
import org.junit.jupiter.api.Test;

class DiskInodeTest {

  private static final long SEED = 20260101;

  @Test
  void encodesWhatItDecodedOrRefuses() {
    SplittableRandom random = new SplittableRandom(SEED);
    int decoded = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = new byte[64];
      random.nextBytes(bytes);
      bytes[0] &= 0x1f;
      bytes[1] = 0;
      boolean extended = (bytes[0] & 1) != 0;
      java.util.Arrays.fill(bytes, extended ? 48 : 28, extended ? 64 : 32, (byte) 0);
      try {
        DiskInode inode = DiskInode.decode(bytes[0], reader(bytes));
        ByteWriter out = new ByteWriter(64);
        inode.encode(out);
        assertArrayEquals(
            java.util.Arrays.copyOf(bytes, inode.formSize()), out.toByteArray(), "seed " + SEED);
        decoded++;
      } catch (FormatException e) {
        assertTrue((bytes[0] >> 1 & 7) > 4, "seed " + SEED + " round " + i);
      } catch (LayersealException e) {
        throw new AssertionError("seed " + SEED + " round " + i, e);
      }
    }
    assertTrue(decoded > 10_000);
  }

  @Test
  void refusesUnknownFormatBits() {
    byte[] bytes = new byte[32];
    bytes[0] = 0x20;
    assertThrows(UnsupportedFeatureException.class, () -> InodeCompact.decode(reader(bytes)));
  }

  @Test
  void refusesReservedBytes() {
    byte[] bytes = new byte[32];
    bytes[31] = 1;
    FormatException e =
        assertThrows(FormatException.class, () -> InodeCompact.decode(reader(bytes)));
    assertEquals("inode at 0x480: i_reserved is not zero at byte 3", e.getMessage());
  }

  @Test
  void saysOneNameWhereTheFieldHoldsHigherBits() {
    InodeCompact inode =
        new InodeCompact(DataLayout.FLAT_PLAIN, true, 0, 0100644, 7, 1, 0, 2, 3, 0, 0);
    assertEquals(1, inode.linkCount());
    assertEquals(7, inode.unionHigh());
  }

  @Test
  void refusesShortInodes() {
    byte[] bytes = new byte[63];
    bytes[0] = 1;
    assertThrows(FormatException.class, () -> DiskInode.decode(1, reader(bytes)));
  }

  private static ByteReader reader(byte[] bytes) {
    return new ByteReader("inode", 0x480, bytes);
  }
}
