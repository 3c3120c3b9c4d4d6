package dev.layerseal.erofs.mkfs;

import dev.layerseal.erofs.disk.FileType;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A name in a directory and what it leads to. Names are compared as unsigned bytes, and equal by
 * their bytes alone, so that one can be looked up by another.
 */
final class Name implements Comparable<Name> {

  /** The longest that the format holds. */
  static final int MAX = 255;

  final byte[] bytes;

  /** Null until an entry says what it is. */
  @Nullable FileType type;

  Node node;
  private final int hash;

  Name(byte[] bytes, @Nullable FileType type, Node node) {
    this.bytes = bytes;
    this.type = type;
    this.node = node;
    this.hash = Arrays.hashCode(bytes);
  }

  boolean isDirectory() {
    return type == FileType.DIRECTORY;
  }

  /** Whether both are one name of one directory: equal ones may stand in several. */
  @SuppressWarnings("ReferenceEquality")
  boolean isSame(Name other) {
    return this == other;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Name name && hash == name.hash && Arrays.equals(bytes, name.bytes);
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public int compareTo(Name other) {
    return Arrays.compareUnsigned(bytes, other.bytes);
  }
}
