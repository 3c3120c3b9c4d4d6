package dev.layerseal.asn1;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.layerseal.bytes.Hex;
import dev.layerseal.error.FormatException;
import java.math.BigInteger;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DerTest {

  @Test
  void writesLengthsAtEachBoundary() throws FormatException {
    for (int length : new int[] {0, 1, 127, 128, 255, 256, 65535, 65536}) {
      byte[] element = Der.octets(new byte[length]);
      DerReader in = new DerReader("test", element);
      assertEquals(length, in.content(Tag.OCTET_STRING, "value").length);
      in.end("value");
    }
  }

  @Test
  void readsBackTheIntegersItWrites() throws FormatException {
    long seed = new SplittableRandom().nextLong();
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 1000; i++) {
      byte[] bytes = new byte[random.nextInt(1, 30)];
      random.nextBytes(bytes);
      BigInteger value = new BigInteger(bytes);
      assertEquals(
          value, new DerReader("test", Der.integer(value)).integer("value"), "seed " + seed);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "2.5.29.35, 0603551d23",
    "1.2.840.113549.1.7.2, 06092a864886f70d010702",
    "2.999.3, 0603883703"
  })
  void writesObjectIdentifiers(String dotted, String hex) throws FormatException {
    assertEquals(hex, Hex.encode(Der.oid(dotted)));
    assertEquals(dotted, new DerReader("test", Hex.decode("oid", hex)).oid("oid"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", // nothing at all
        "04", // no length
        "0402ff", // shorter than it says
        "0480ff0000", // indefinite length
        "048101ff", // long form of a short length
        "04820001ff", // a leading zero in the length
        "0485000000000100", // more length octets than anything needs
        "04847fffffff00", // longer than any input
        "0484ffffffff00"
      })
  void refusesLengthsThatAreNotDer(String hex) {
    assertMalformed(hex, in -> in.content(Tag.OCTET_STRING, "value"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0200", "02020001", "0202ff80"})
  void refusesIntegersThatAreNotMinimal(String hex) {
    assertMalformed(hex, in -> in.integer("value"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0600", "06028001", "060181", "060affffffffffffffffff7f"})
  void refusesObjectIdentifiersThatAreNone(String hex) {
    assertMalformed(hex, in -> in.oid("value"));
  }

  @Test
  void refusesNullWithContent() {
    assertMalformed("050100", in -> in.nothing("value"));
  }

  @Test
  void refusesBytesBehindTheEnd() throws FormatException {
    DerReader in = new DerReader("test", new byte[] {5, 0, 0});
    in.nothing("value");
    assertTrue(in.more());
    assertThrows(FormatException.class, () -> in.end("value"));
  }

  @Test
  void readsAnElementWithItsHeader() throws FormatException {
    byte[] element = Der.sequence(Der.integer(1), Der.nothing());
    assertArrayEquals(element, new DerReader("test", element).element("value"));
  }

  private interface Reading {
    void read(DerReader in) throws FormatException;
  }

  private static void assertMalformed(String hex, Reading reading) {
    assertThrows(
        FormatException.class, () -> reading.read(new DerReader("test", Hex.decode("input", hex))));
  }
}
