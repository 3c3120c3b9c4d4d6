package dev.layerseal.bytes;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.layerseal.error.FormatException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class UuidTest {

  @Test
  void keepsTheTextOrderOfBytes() throws FormatException {
    Uuid uuid = Uuid.parse("C1b9d5a2-f162-11cf-9ece-0020afc76f16");
    assertEquals("c1b9d5a2f16211cf9ece0020afc76f16", Hex.encode(uuid.bytes()));
    assertEquals("c1b9d5a2-f162-11cf-9ece-0020afc76f16", uuid.toString());
    assertEquals(uuid, Uuid.of(uuid.bytes(), 0));
  }

  @Test
  void refusesOtherForms() {
    for (String text : new String[] {"", "c1b9d5a2f16211cf9ece0020afc76f16", "1-2-3-4-5", "x"}) {
      assertThrows(FormatException.class, () -> Uuid.parse(text));
    }
  }

  @Test
  void namesUrlsByVersionFive() {
    assertEquals(
        "4b8fab57-5a30-54e4-b810-df90b06c6170",
        Uuid.ofUrlName("erofs:blobs/sha256:" + "ab".repeat(32)).toString());
    assertEquals(5, Uuid.ofUrlName("x").high() >>> 12 & 0xf);
    assertEquals(2, Uuid.ofUrlName("x").low() >>> 62);
  }

  @Test
  void marksADigest() {
    byte[] digest = new byte[32];
    Arrays.fill(digest, (byte) 0xff);
    assertEquals("ffffffff-ffff-5fff-bfff-ffffffffffff", Uuid.ofDigest(digest).toString());
    assertArrayEquals(
        Uuid.ofDigest(digest).bytes(), Uuid.ofDigest(Arrays.copyOf(digest, 16)).bytes());
  }
}
