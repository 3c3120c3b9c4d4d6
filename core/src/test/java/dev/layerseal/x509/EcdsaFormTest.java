package dev.layerseal.x509;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.layerseal.error.FormatException;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class EcdsaFormTest {

  @Test
  void eachFormGivesTheOther() throws Exception {
    SplittableRandom random = new SplittableRandom(7);
    for (int field : new int[] {32, 48, 66}) {
      for (int i = 0; i < 500; i++) {
        byte[] raw = new byte[2 * field];
        random.nextBytes(raw);
        if (i % 3 == 0) {
          java.util.Arrays.fill(raw, 0, field - 1, (byte) 0);
          raw[field - 1] = 1;
        }
        assertArrayEquals(raw, EcdsaForm.raw(EcdsaForm.der(raw), field), "seed 7, " + i);
      }
    }
  }

  @Test
  void refusesWhatIsNoSignatureOfTheCurve() {
    for (String der :
        new String[] {
          "",
          "3006020101020100",
          "30060201010201ff",
          "3003020101",
          "300602010102010100",
          "3009020400ffffff020101",
          "0206020101020101"
        }) {
      assertThrows(
          FormatException.class, () -> EcdsaForm.raw(HexFormat.of().parseHex(der), 2), der);
    }
  }
}
