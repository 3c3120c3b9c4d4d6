package dev.layerseal.erofs;

/**
 * A range of a file that one physical cluster, or a part of the packed inode, holds.
 *
 * @param start first byte in the file
 * @param end byte behind the last
 * @param form how the bytes are held
 * @param algorithm for {@link Form#COMPRESSED}
 * @param position byte offset of the physical cluster in the address space of all devices; for
 *     {@link Form#FRAGMENT} that in the packed inode
 * @param encoded bytes of the physical cluster
 * @param inline whether it follows the indexes, at {@code position} where the inode is
 * @param partial whether it decodes to more than the extent has
 */
record Extent(
    long start,
    long end,
    Form form,
    int algorithm,
    long position,
    int encoded,
    boolean inline,
    boolean partial) {

  enum Form {
    COMPRESSED,
    /** Bytes as they are, from the start of the cluster on. */
    PLAIN,
    /** Bytes as they are, turned so that each is where it is in a block of the file. */
    INTERLACED,
    FRAGMENT,
    /** Zeros. */
    HOLE
  }

  /** The extent with its physical cluster at {@code place}. */
  Extent at(long place) {
    return new Extent(start, end, form, algorithm, place, encoded, inline, partial);
  }

  int length() {
    return (int) (end - start);
  }
}
