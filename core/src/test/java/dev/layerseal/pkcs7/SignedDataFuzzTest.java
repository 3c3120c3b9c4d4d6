package dev.layerseal.pkcs7;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.layerseal.error.LayersealException;

class SignedDataFuzzTest {

  @FuzzTest
  void givesAValueThatEncodesTheSameOrRefuses(byte[] input) {
    try {
      assertArrayEquals(input, SignedData.decode(input).encode());
    } catch (LayersealException expected) {
      // The other allowed outcome.
    }
  }
}
