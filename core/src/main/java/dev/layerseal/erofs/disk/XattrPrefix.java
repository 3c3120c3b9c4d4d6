package dev.layerseal.erofs.disk;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;
import java.util.Optional;

/**
 * Prefixes of xattr names that an entry names by a number, in the order in which they are tried.
 */
public enum XattrPrefix {
  USER(1, "user."),
  POSIX_ACL_ACCESS(2, "system.posix_acl_access"),
  POSIX_ACL_DEFAULT(3, "system.posix_acl_default"),
  TRUSTED(4, "trusted."),
  /** Of images that composefs-rs writes in its own layout; nobody else uses the number. */
  LUSTRE(5, "lustre."),
  SECURITY(6, "security.");

  /** The index of a name without a prefix from this table. */
  public static final int NONE = 0;

  private static final XattrPrefix[] ALL = values();

  public final int index;
  private final String text;

  XattrPrefix(int index, String text) {
    this.index = index;
    this.text = text;
  }

  /** The prefix as bytes. */
  public byte[] text() {
    return text.getBytes(US_ASCII);
  }

  public int length() {
    return text.length();
  }

  /** The first prefix that {@code name} starts with, of those that everybody knows. */
  public static Optional<XattrPrefix> of(byte[] name) {
    return ofAny(name).filter(prefix -> prefix != LUSTRE);
  }

  /** The first prefix that {@code name} starts with. */
  public static Optional<XattrPrefix> ofAny(byte[] name) {
    for (XattrPrefix prefix : ALL) {
      if (prefix.starts(name)) {
        return Optional.of(prefix);
      }
    }
    return Optional.empty();
  }

  public static Optional<XattrPrefix> ofIndex(int index) {
    for (XattrPrefix prefix : ALL) {
      if (prefix.index == index) {
        return Optional.of(prefix);
      }
    }
    return Optional.empty();
  }

  private boolean starts(byte[] name) {
    if (name.length < text.length()) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (name[i] != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** What is stored of {@code name}, which starts with this prefix. */
  public byte[] strip(byte[] name) {
    return Arrays.copyOfRange(name, text.length(), name.length);
  }
}
