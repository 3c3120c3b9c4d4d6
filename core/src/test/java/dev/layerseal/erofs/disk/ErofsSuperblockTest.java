package dev.layerseal.erofs.disk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.layerseal.bytes.BlockSize;
import dev.layerseal.bytes.ByteReader;
import dev.layerseal.bytes.ByteWriter;
import dev.layerseal.error.FormatException;
import dev.layerseal.error.LayersealException;
import dev.layerseal.error.UnsupportedFeatureException;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ErofsSuperblockTest {

  private static final long SEED = 11;

  @Test
  void encodesWhatItDecoded() throws LayersealException {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < 2_000; i++) {
      byte[] bytes = new byte[144];
      random.nextBytes(bytes);
      new Fixed(bytes).apply(i % 2);
      ByteWriter out = new ByteWriter(144);
      ErofsSuperblock superblock = ErofsSuperblock.decode(reader(bytes));
      superblock.encode(out);
      assertArrayEquals(
          Arrays.copyOf(bytes, superblock.encodedSize()), out.toByteArray(), "seed " + SEED);
    }
  }

  /** Gives random bytes the values that a superblock must have. */
  private record Fixed(byte[] bytes) {

    void apply(int slots) {
      byte[] magic = new ByteWriter(4).u32(ErofsSuperblock.MAGIC).toByteArray();
      System.arraycopy(magic, 0, bytes, 0, 4);
      bytes[12] = 12;
      bytes[13] = (byte) slots;
      Arrays.fill(bytes, 0x51, 0x54, (byte) 0);
      Arrays.fill(bytes, 0x6a, 0x6c, (byte) 0);
      Arrays.fill(bytes, 0x78, 0x80, (byte) 0);
      Arrays.fill(bytes, 0x88, 0x90, (byte) 0);
    }
  }

  @Test
  void refusesAForeignMagic() {
    FormatException e =
        assertThrows(FormatException.class, () -> ErofsSuperblock.decode(reader(new byte[128])));
    assertEquals("superblock at 0x400: magic is 0x00000000, expected 0xe0f5e1e2", e.getMessage());
  }

  @Test
  void refusesUnknownIncompatibleFeatures() {
    ByteWriter out = new ByteWriter(128);
    ErofsSuperblock.builder(BlockSize.B4096).featureIncompat(0x200).build().encode(out);
    assertThrows(
        UnsupportedFeatureException.class, () -> ErofsSuperblock.decode(reader(out.toByteArray())));
  }

  @Test
  void refusesEveryTruncation() {
    ByteWriter out = new ByteWriter(128);
    ErofsSuperblock.builder(BlockSize.B4096).build().encode(out);
    for (int length = 0; length < ErofsSuperblock.SIZE; length++) {
      byte[] cut = Arrays.copyOf(out.toByteArray(), length);
      assertThrows(FormatException.class, () -> ErofsSuperblock.decode(reader(cut)));
    }
  }

  @Test
  void keepsDeviceSlots() throws FormatException {
    DeviceSlot slot = new DeviceSlot(new byte[64], 0x1_0000_0002L, 0x3_0000_0004L);
    ByteWriter out = new ByteWriter(128);
    slot.encode(out);
    assertEquals(DeviceSlot.SIZE, out.size());
    DeviceSlot read = DeviceSlot.decode(new ByteReader("device slot", 0, out.toByteArray()));
    assertEquals(slot.blocks(), read.blocks());
    assertEquals(slot.firstBlock(), read.firstBlock());
  }

  @Test
  void knowsTheWordsOfTheFilterAndTheHash() {
    assertEquals(0x02cc5d05, Xxh32.hash(new byte[0], 0));
    assertEquals(
        0x32d153ff, Xxh32.hash("abc".getBytes(java.nio.charset.StandardCharsets.UTF_8), 0));
    byte[] long_ =
        "Nobody inspects the spammish repetition".getBytes(java.nio.charset.StandardCharsets.UTF_8);
    assertEquals(0xe2293b2f, Xxh32.hash(long_, 0));
    byte[] opaque = "overlay.opaque".getBytes(java.nio.charset.StandardCharsets.UTF_8);
    byte[] origin = "overlay.origin".getBytes(java.nio.charset.StandardCharsets.UTF_8);
    long filter = NameFilter.add(NameFilter.add(NameFilter.EMPTY, 4, opaque), 4, origin);
    assertEquals(0xffebffffL, filter);
  }

  @Test
  void chunkFormatsAreTheirOwnInverse() throws LayersealException {
    for (long word = 0; word < 0x80; word++) {
      assertEquals(word, ChunkFormat.decode(word).encode());
    }
    assertThrows(UnsupportedFeatureException.class, () -> ChunkFormat.decode(0x80));
    assertThrows(FormatException.class, () -> ChunkFormat.decode(0x10000));
  }

  private static ByteReader reader(byte[] bytes) {
    return new ByteReader("superblock", 0x400, bytes);
  }
}
