package dev.layerseal.bytes;

import dev.layerseal.error.FormatException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.regex.Pattern;

/**
 * A UUID (RFC 9562) of any version, as its 16 bytes in text order.
 *
 * @param high the first eight bytes, big-endian
 * @param low the other eight
 */
public record Uuid(long high, long low) {

  public static final int SIZE = 16;

  /** The namespace of names that are URLs. */
  private static final Uuid URL = new Uuid(0x6ba7b8119dad11d1L, 0x80b400c04fd430c8L);

  private static final Pattern TEXT =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  /** The UUID of the 16 bytes from {@code offset} on. */
  public static Uuid of(byte[] bytes, int offset) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, SIZE);
    return new Uuid(buffer.getLong(), buffer.getLong());
  }

  /** Reads the form with hyphens, such as {@code c1b9d5a2-f162-11cf-9ece-0020afc76f16}. */
  public static Uuid parse(String text) throws FormatException {
    if (!TEXT.matcher(text).matches()) {
      throw new FormatException("UUID is \"" + text + "\", expected 8-4-4-4-12 hex digits");
    }
    String digits = text.replace("-", "");
    return new Uuid(
        Long.parseUnsignedLong(digits.substring(0, 16), 16),
        Long.parseUnsignedLong(digits.substring(16), 16));
  }

  /** The version 5 UUID of a name in the URL namespace. */
  public static Uuid ofUrlName(String name) {
    MessageDigest sha1 = sha1();
    sha1.update(URL.bytes());
    return ofDigest(sha1.digest(name.getBytes(StandardCharsets.UTF_8)));
  }

  /** The first 16 bytes of a digest, marked as version 5. */
  public static Uuid ofDigest(byte[] digest) {
    Uuid raw = of(digest, 0);
    return new Uuid(
        raw.high & ~0xf000L | 0x5000, raw.low & 0x3fffffffffffffffL | 0x8000000000000000L);
  }

  /** The 16 bytes in text order. */
  public byte[] bytes() {
    return ByteBuffer.allocate(SIZE).putLong(high).putLong(low).array();
  }

  @Override
  public String toString() {
    return new java.util.UUID(high, low).toString();
  }

  private static MessageDigest sha1() {
    try {
      return MessageDigest.getInstance("SHA-1");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
