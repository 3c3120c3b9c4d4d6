package dev.layerseal.erofs.disk;

/**
 * The 32-bit filter in front of an xattr area: a bit that is set says that no name with this hash
 * is there.
 */
public final class NameFilter {

  /** The filter of an area without names. */
  public static final long EMPTY = 0xffffffffL;

  private static final int SEED = 0x25bbe08f;

  private NameFilter() {}

  /** The bit of a name: its index, and the name without its prefix. */
  public static long bit(int nameIndex, byte[] name) {
    return 1L << (Xxh32.hash(name, SEED + nameIndex) & 31);
  }

  /** {@code filter} with one more name in the area. */
  public static long add(long filter, int nameIndex, byte[] name) {
    return filter & ~bit(nameIndex, name);
  }
}
