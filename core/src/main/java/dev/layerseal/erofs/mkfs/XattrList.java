package dev.layerseal.erofs.mkfs;

import dev.layerseal.bytes.ByteWriter;
import dev.layerseal.erofs.disk.NameFilter;
import dev.layerseal.erofs.disk.XattrArea;
import dev.layerseal.erofs.disk.XattrEntry;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The xattrs of one node as the area behind its inode, with the order that they have there. */
final class XattrList {

  private static final int COUNT_MASK = 0xffff;

  private XattrList() {}

  /** Bytes of the area, 0 without xattrs. */
  static int size(@Nullable List<Xattr> xattrs) {
    if (xattrs == null) {
      return 0;
    }
    int size = XattrArea.HEADER;
    for (Xattr xattr : xattrs) {
      size += xattr.isShared() ? XattrArea.SHARED_ID : aligned(xattr.length());
    }
    return size;
  }

  private static int aligned(int length) {
    return length + XattrEntry.ALIGNMENT - 1 & -XattrEntry.ALIGNMENT;
  }

  /** The field {@code i_xattr_icount}, cut to its width. */
  static int count(@Nullable List<Xattr> xattrs) {
    int size = size(xattrs);
    return size == 0 ? 0 : (size - XattrArea.HEADER) / XattrArea.SHARED_ID + 1 & COUNT_MASK;
  }

  static long filter(List<Xattr> xattrs) {
    long filter = NameFilter.EMPTY;
    for (Xattr xattr : xattrs) {
      filter = NameFilter.add(filter, xattr.index(), xattr.name());
    }
    return filter;
  }

  /** Writes the area; references to shared xattrs are the first of the list. */
  static void encode(List<Xattr> xattrs, boolean filtered, ByteWriter out) {
    int shared = (int) xattrs.stream().filter(Xattr::isShared).count();
    out.u32(filtered ? filter(xattrs) : 0).u8(shared).zeros(7);
    xattrs.subList(0, shared).forEach(xattr -> out.u32(xattr.sharedId()));
    xattrs.subList(shared, xattrs.size()).forEach(xattr -> xattr.encode(out));
  }

  /** Puts references first, each kind by name: as 1.9.3 and later write them. */
  static void sort(List<Xattr> xattrs) {
    Collections.sort(xattrs);
    xattrs.sort((one, other) -> Boolean.compare(other.isShared(), one.isShared()));
  }

  /** Whether the order of addition is the order by name, which 1.9.3 and later write. */
  static boolean ordered(List<Xattr> xattrs) {
    for (int i = 1; i < xattrs.size(); i++) {
      if (xattrs.get(i - 1).compareTo(xattrs.get(i)) > 0) {
        return false;
      }
    }
    return true;
  }
}
