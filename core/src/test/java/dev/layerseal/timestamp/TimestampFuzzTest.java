package dev.layerseal.timestamp;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.layerseal.error.FormatException;
import dev.layerseal.error.VerificationException;
import java.util.List;

/** Invariant: a token that is refused, as nobody is trusted, or bytes that are none. */
class TimestampFuzzTest {

  @FuzzTest(maxDuration = "10s")
  void token(byte[] bytes) {
    try {
      TimestampToken token = TimestampToken.decode(bytes);
      token.accuracy();
      token.verify(new byte[0], List.of());
      throw new AssertionError("a token of nobody was taken");
    } catch (FormatException | VerificationException e) {
      // A verdict.
    }
  }
}
