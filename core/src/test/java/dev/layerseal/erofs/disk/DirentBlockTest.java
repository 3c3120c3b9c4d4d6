package dev.layerseal.erofs.disk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.layerseal.bytes.ByteReader;
import dev.layerseal.bytes.ByteWriter;
import dev.layerseal.error.FormatException;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DirentBlockTest {

  private static final DirentBlock BLOCK =
      new DirentBlock(
          List.of(
              new DirentBlock.Entry("a".getBytes(UTF_8), 36, 1),
              new DirentBlock.Entry("bcd".getBytes(UTF_8), 38, 2)));

  @Test
  void namesEndAtZeroPadding() throws FormatException {
    byte[] padded = Arrays.copyOf(encoded(), 512);
    DirentBlock read = DirentBlock.decode(0, padded);
    assertEquals(2, read.entries().size());
    assertArrayEquals("bcd".getBytes(UTF_8), read.entries().get(1).name());
    assertEquals(38, read.entries().get(1).nid());
  }

  @Test
  void refusesEmptyNames() {
    byte[] bytes = encoded();
    bytes[12 + 8] = 24;
    FormatException e = assertThrows(FormatException.class, () -> DirentBlock.decode(16, bytes));
    assertEquals("directory block at 0x10: a name reaches from 24 to 24", e.getMessage());
  }

  @Test
  void refusesANameOffsetBetweenEntries() {
    byte[] bytes = encoded();
    bytes[8] = 13;
    assertThrows(FormatException.class, () -> DirentBlock.decode(0, bytes));
  }

  @Test
  void everyRandomBlockIsReadOrRefused() {
    SplittableRandom random = new SplittableRandom(5);
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = Arrays.copyOf(encoded(), 1 + random.nextInt(64));
      for (int k = 0; k < 3; k++) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(40);
      }
      try {
        DirentBlock.decode(0, bytes);
      } catch (FormatException e) {
        // The documented refusal.
      }
    }
  }

  @Test
  void xattrAreasAreTheirOwnInverse() throws FormatException {
    XattrArea area =
        new XattrArea(
            NameFilter.EMPTY,
            List.of(3L, 0xffffffffL),
            List.of(
                new XattrEntry(1, new byte[0], new byte[5]),
                new XattrEntry(6, new byte[3], new byte[0])));
    ByteWriter out = new ByteWriter(64);
    area.encode(out);
    assertEquals(area.size(), out.size());
    assertEquals(area.size(), XattrArea.size(area.xattrCount()));
    ByteWriter again = new ByteWriter(64);
    XattrArea.decode(new ByteReader("xattr area", 0, out.toByteArray())).encode(again);
    assertArrayEquals(out.toByteArray(), again.toByteArray());
  }

  private static byte[] encoded() {
    ByteWriter out = new ByteWriter(64);
    BLOCK.encode(out);
    return out.toByteArray();
  }
}
