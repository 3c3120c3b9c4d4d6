package dev.layerseal.erofs.mkfs;

import dev.layerseal.erofs.disk.DataLayout;
import dev.layerseal.erofs.disk.FileType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A file while the archive is read and the image is planned. It keeps what no clean tree would: the
 * directory of its first name as parent, link counts that wrap, xattrs that repeat. A node made for
 * an entry starts with zeros.
 */
final class Node {

  static final long NO_CONTENT = -1;

  // As read from the archive.
  int mode;
  int uid;
  int gid;
  long modified;
  int nanoseconds;
  long size;
  int linkCount;

  /** Start block, device number or chunk format, with whatever the order of entries left in it. */
  int union;

  /** The directory of the first name; the root's is itself. */
  Node parent;

  /** Null while there is none: most files have none. */
  @Nullable List<Xattr> xattrs;

  /** Whether a whiteout was ever put in. */
  boolean hidesLower;

  /** Whether it is a directory that something else has replaced. */
  boolean removed;

  /** In images of 1.8: how often "." and ".." are listed. */
  int dotPairs;

  byte @Nullable [] link;

  /** Offset in the archive, or number of the file that holds the content. */
  long content = NO_CONTENT;

  /** What the content was compressed to, until the file is planned. */
  private @Nullable List<Segment> segments;

  private @Nullable Map<Name, Name> names;

  // As planned.
  int serial;
  boolean extended;
  DataLayout layout = DataLayout.FLAT_PLAIN;
  @Nullable Group group;
  long position;
  @Nullable Group data;
  int tail;
  boolean lateTail;
  Name @Nullable [] listing;

  /** Compressed: the map header and the indexes. */
  byte @Nullable [] indexes;

  @SuppressWarnings("NullAway") // the root is its own parent
  Node(@Nullable Node parent) {
    this.parent = parent == null ? this : parent;
  }

  boolean isDirectory() {
    return isType(FileType.DIRECTORY);
  }

  boolean isSymlink() {
    return isType(FileType.SYMLINK);
  }

  boolean isRegular() {
    return isType(FileType.REGULAR);
  }

  /** Whether the end of the content follows the inode. */
  boolean isInline() {
    return layout == DataLayout.FLAT_INLINE && tail > 0;
  }

  private boolean isType(FileType type) {
    return (mode & FileType.MODE_MASK) == type.mode;
  }

  void addXattr(Xattr xattr) {
    if (xattrs == null) {
      xattrs = new ArrayList<>(1);
    }
    xattrs.add(xattr);
  }

  void addSegment(Segment segment) {
    if (segments == null) {
      segments = new ArrayList<>(1);
    }
    segments.add(segment);
  }

  /** The segments of the content, which are forgotten here. */
  List<Segment> takeSegments() {
    List<Segment> taken = segments == null ? List.of() : segments;
    segments = null;
    return taken;
  }

  /** The name equal to {@code key} in this directory, if there is one. */
  @Nullable Name find(Name key) {
    return names == null ? null : names.get(key);
  }

  void add(Name name) {
    if (names == null) {
      names = new HashMap<>(4);
    }
    names.put(name, name);
  }

  Iterable<Name> names() {
    return names == null ? List.of() : names.keySet();
  }

  /** The names in byte order, which are forgotten here. */
  Name[] takeNames() {
    Name[] sorted = names == null ? new Name[0] : names.keySet().toArray(new Name[0]);
    names = null;
    java.util.Arrays.sort(sorted);
    return sorted;
  }
}
