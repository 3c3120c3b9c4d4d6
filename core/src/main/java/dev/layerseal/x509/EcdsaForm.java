package dev.layerseal.x509;

import dev.layerseal.asn1.Der;
import dev.layerseal.asn1.DerReader;
import dev.layerseal.asn1.Tag;
import dev.layerseal.error.FormatException;
import java.math.BigInteger;
import java.util.Arrays;

/** The two forms of an ECDSA signature, made into each other. */
public final class EcdsaForm {

  private EcdsaForm() {}

  /**
   * The DER sequence of the integers r and s.
   *
   * @param raw both side by side, each as long as the curve's field
   */
  public static byte[] der(byte[] raw) {
    int half = raw.length / 2;
    return Der.sequence(
        Der.integer(new BigInteger(1, Arrays.copyOf(raw, half))),
        Der.integer(new BigInteger(1, Arrays.copyOfRange(raw, half, raw.length))));
  }

  /**
   * Both integers side by side.
   *
   * @param fieldBytes length of each
   * @throws FormatException when {@code der} is no such sequence, or an integer is too long
   */
  public static byte[] raw(byte[] der, int fieldBytes) throws FormatException {
    DerReader outer = new DerReader("ECDSA signature", der);
    DerReader numbers = outer.into(Tag.SEQUENCE, "signature");
    byte[] raw = new byte[2 * fieldBytes];
    for (int i = 0; i < 2; i++) {
      BigInteger number = numbers.integer(i == 0 ? "r" : "s");
      if (number.signum() <= 0 || number.bitLength() > 8 * fieldBytes) {
        throw numbers.malformed("an integer does not fit the curve");
      }
      byte[] bytes = number.toByteArray();
      int skip = bytes.length > fieldBytes ? 1 : 0;
      int length = bytes.length - skip;
      System.arraycopy(bytes, skip, raw, (i + 1) * fieldBytes - length, length);
    }
    numbers.end("signature");
    outer.end("signature");
    return raw;
  }
}
