package dev.layerseal.signer.pkcs11;

import dev.layerseal.error.FormatException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which key of which token: a PKCS#11 URI (RFC 7512).
 *
 * <pre>pkcs11:token=release;object=signing;id=%01?module-path=/usr/lib/softhsm/libsofthsm2.so</pre>
 *
 * A PIN in the URI ({@code pin-value}) is refused: the URI stands on command lines and in lists.
 */
public final class Pkcs11Uri {

  /** What every such URI begins with. */
  public static final String SCHEME = "pkcs11:";

  private static final int MAX_LENGTH = 4096;
  private static final Set<String> PATH =
      Set.of("token", "manufacturer", "serial", "model", "slot-id", "object", "id", "type");
  private static final Set<String> QUERY = Set.of("module-path", "pin-source");

  private final String text;
  private final Map<String, byte[]> values;

  private Pkcs11Uri(String text, Map<String, byte[]> values) {
    this.text = text;
    this.values = values;
  }

  /**
   * Reads a URI.
   *
   * @throws FormatException when it is none, or has an attribute that is not followed here: to pass
   *     it over could mean another key
   */
  public static Pkcs11Uri parse(String text) throws FormatException {
    if (!text.startsWith(SCHEME) || text.length() > MAX_LENGTH) {
      throw new FormatException("PKCS#11 URI: expected %stoken=..".formatted(SCHEME));
    }
    String[] parts = text.substring(SCHEME.length()).split("\\?", 2);
    Map<String, byte[]> values = new LinkedHashMap<>();
    add(values, parts[0].split(";"), PATH);
    add(values, parts.length == 2 ? parts[1].split("&") : new String[0], QUERY);
    Pkcs11Uri uri = new Pkcs11Uri(text, Map.copyOf(values));
    uri.check();
    return uri;
  }

  /** The text of one attribute, such as {@code token}. */
  public Optional<String> attribute(String name) {
    return Optional.ofNullable(values.get(name)).map(v -> new String(v, StandardCharsets.UTF_8));
  }

  /** The bytes of the attribute {@code id}. */
  Optional<byte[]> id() {
    return Optional.ofNullable(values.get("id")).map(byte[]::clone);
  }

  /** The number of the slot, when the URI names one. */
  Optional<Long> slotId() {
    return attribute("slot-id").map(Long::valueOf);
  }

  /** The library that speaks to the token. */
  public Optional<String> modulePath() {
    return attribute("module-path");
  }

  /** The file whose first line is the PIN. */
  public Optional<String> pinSource() {
    return attribute("pin-source").map(v -> v.startsWith("file:") ? filePath(v) : v);
  }

  private static String filePath(String uri) {
    String path = uri.substring("file:".length());
    return path.startsWith("//") ? path.substring(2) : path;
  }

  private static void add(Map<String, byte[]> values, String[] attributes, Set<String> known)
      throws FormatException {
    for (String attribute : attributes) {
      if (attribute.isEmpty()) {
        continue;
      }
      int end = attribute.indexOf('=');
      String name = end < 0 ? attribute : attribute.substring(0, end);
      if (name.equals("pin-value")) {
        throw new FormatException(
            "PKCS#11 URI: pin-value: a PIN does not belong into a URI, which others can read;"
                + " name a file by pin-source");
      }
      if (!known.contains(name) || end < 0) {
        throw malformed(name, "expected one of %s".formatted(String.join(", ", sorted(known))));
      }
      if (values.put(name, decode(name, attribute.substring(end + 1))) != null) {
        throw malformed(name, "stands twice");
      }
    }
  }

  private static Iterable<String> sorted(Set<String> names) {
    return names.stream().sorted().toList();
  }

  private void check() throws FormatException {
    for (Map.Entry<String, byte[]> value : values.entrySet()) {
      if (!value.getKey().equals("id")) {
        checkText(value.getKey(), value.getValue());
      }
    }
    Optional<String> slot = attribute("slot-id");
    if (slot.isPresent() && !slot.get().matches("\\d{1,9}|1\\d{9}|20\\d{8}")) {
      throw malformed("slot-id", "is no number below 2100000000");
    }
    Optional<String> type = attribute("type");
    if (type.isPresent() && !type.get().matches("private|cert")) {
      throw malformed("type", "expected private or cert");
    }
  }

  private static void checkText(String name, byte[] value) throws FormatException {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(value)).toString();
      if (text.isEmpty() || text.chars().anyMatch(Character::isISOControl)) {
        throw malformed(name, "is empty or has control characters");
      }
    } catch (CharacterCodingException e) {
      throw malformed(name, "is not UTF-8");
    }
  }

  private static byte[] decode(String name, String text) throws FormatException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '%') {
        bytes.write(escaped(name, text, i));
        i += 2;
      } else if (c > ' ' && c < 0x7f) {
        bytes.write(c);
      } else {
        throw malformed(name, "has a character that must be written as a %-sequence");
      }
    }
    return bytes.toByteArray();
  }

  private static int escaped(String name, String text, int at) throws FormatException {
    int high = at + 1 < text.length() ? Character.digit(text.charAt(at + 1), 16) : -1;
    int low = at + 2 < text.length() ? Character.digit(text.charAt(at + 2), 16) : -1;
    if (high < 0 || low < 0) {
      throw malformed(name, "has a broken %-sequence");
    }
    return high << 4 | low;
  }

  private static FormatException malformed(String name, String why) {
    return new FormatException("PKCS#11 URI: %s: %s".formatted(name, why));
  }

  /** The URI as it was given, which holds no secret. */
  @Override
  public String toString() {
    return text;
  }
}
