package dev.layerseal.erofs.mkfs;

import dev.layerseal.bytes.ByteWriter;
import dev.layerseal.erofs.disk.NameFilter;
import dev.layerseal.erofs.disk.XattrArea;
import dev.layerseal.erofs.disk.XattrEntry;
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
      size += xattr.length() + (XattrEntry.ALIGNMENT - 1) & -XattrEntry.ALIGNMENT;
    }
    return size;
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

  static void encode(List<Xattr> xattrs, boolean filtered, ByteWriter out) {
    out.u32(filtered ? filter(xattrs) : 0).u8(0).zeros(7);
    xattrs.forEach(xattr -> xattr.encode(out));
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
