package dev.layerseal.oci;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.layerseal.error.FormatException;
import dev.layerseal.error.StreamException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class CheckedStreamTest {

  private static final byte[] CONTENT = new byte[1000];

  static {
    for (int i = 0; i < CONTENT.length; i++) {
      CONTENT[i] = (byte) i;
    }
  }

  @Test
  void handsOutTheRightContent() throws IOException {
    assertArrayEquals(CONTENT, open(CONTENT, CONTENT).readAllBytes());
    assertArrayEquals(CONTENT, open(CONTENT, CONTENT).readNBytes(1000));
    assertEquals(0, open(new byte[0], new byte[0]).readAllBytes().length);
  }

  @Test
  void countsSkippedBytes() throws IOException {
    CheckedStream in = open(CONTENT, CONTENT);
    in.skipNBytes(999);
    assertEquals(CONTENT[999] & 0xff, in.read());
    assertEquals(-1, in.read());
    assertEquals(-1, in.read());
  }

  @Test
  void refusesAChangedByteBeforeTheLastOneIsHandedOut() throws IOException {
    byte[] changed = CONTENT.clone();
    changed[10] ^= 1;
    CheckedStream in = open(changed, CONTENT);
    in.readNBytes(999);
    assertWrong("digest differs, computed " + Digest.sha256(changed), in);
  }

  @Test
  void refusesContentOfAnotherLength() {
    assertWrong("ends after 999 bytes, expected 1000", open(Arrays.copyOf(CONTENT, 999), CONTENT));
    assertWrong(
        "goes on after the expected 1000 bytes", open(Arrays.copyOf(CONTENT, 1001), CONTENT));
    assertWrong("goes on after the expected 0 bytes", open(CONTENT, new byte[0]));
  }

  private static CheckedStream open(byte[] served, byte[] expected) {
    return new CheckedStream(new ByteArrayInputStream(served), Descriptor.of("a/b", expected));
  }

  private static void assertWrong(String why, CheckedStream in) {
    StreamException e = assertThrows(StreamException.class, in::readAllBytes);
    FormatException failure = assertInstanceOf(FormatException.class, e.failure());
    String message = String.valueOf(failure.getMessage());
    assertEquals(why, message.substring(message.indexOf(": ") + 2));
  }
}
