package dev.layerseal.erofs.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.layerseal.error.FormatException;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DecompressorTest {

  private static final int ALGORITHMS = 4;

  @Test
  void zstdRefusesAPartOfNoFrame() {
    Decompressor zstd = Decompressor.of(Decompressor.ZSTD).orElseThrow();
    assertThrows(FormatException.class, () -> zstd.decompress(new byte[64], 0, 64, 10, true));
    assertThrows(FormatException.class, () -> zstd.decompress(new byte[4], 4, 0, 10, true));
    byte[] magicAlone = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd};
    assertThrows(FormatException.class, () -> zstd.decompress(magicAlone, 0, 4, 10, true));
  }

  @Test
  void anyBytesGiveTheLengthOrARefusal() {
    for (long seed = 0; seed < 20_000; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      byte[] input = new byte[random.nextInt(100)];
      random.nextBytes(input);
      Decompressor decompressor =
          Decompressor.of(random.nextInt(ALGORITHMS)).orElseThrow(AssertionError::new);
      int length = 1 + random.nextInt(200);
      try {
        byte[] out = decompressor.decompress(input, 0, input.length, length, random.nextBoolean());
        assertEquals(length, out.length, "seed " + seed);
      } catch (FormatException e) {
        // A verdict.
      } catch (RuntimeException e) {
        throw new AssertionError("seed " + seed, e);
      }
    }
  }

  @Test
  void lz4TakesFifteenAndMoreOfBoth() throws FormatException {
    // 15 + 1 literals, then 15 + 4 + 2 bytes that are one back.
    byte[] input = new byte[2 + 16 + 3 + 6];
    input[0] = (byte) 0xff;
    input[1] = 1;
    for (int i = 0; i < 16; i++) {
      input[2 + i] = (byte) i;
    }
    input[18] = 1;
    input[20] = 2;
    input[21] = 0x50;
    byte[] out = new byte[16 + 21 + 5];
    for (int i = 0; i < 37; i++) {
      out[i] = (byte) Math.min(i, 15);
    }
    Decompressor lz4 = Decompressor.of(Decompressor.LZ4).orElseThrow();
    assertArrayEquals(out, lz4.decompress(input, 0, input.length, out.length, false));
  }
}
