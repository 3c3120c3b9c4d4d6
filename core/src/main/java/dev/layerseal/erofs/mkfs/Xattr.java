package dev.layerseal.erofs.mkfs;

import dev.layerseal.bytes.ByteWriter;
import dev.layerseal.erofs.disk.XattrEntry;
import dev.layerseal.erofs.disk.XattrPrefix;
import dev.layerseal.tar.TarXattr;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One extended attribute of a node.
 *
 * @param index of the prefix, 0 for none
 * @param name without the prefix
 * @param full the whole name, by which 1.9 sorts
 * @param sharedId where in the area of shared xattrs it is, in units of 4 bytes; negative for one
 *     that stands behind its inode
 */
record Xattr(int index, byte[] name, byte[] full, byte[] value, long sharedId)
    implements Comparable<Xattr> {

  private static final long NOT_SHARED = -1;

  static final Xattr OPAQUE = ofText("trusted.overlay.opaque", "y");
  static final Xattr ORIGIN = ofText("trusted.overlay.origin", "");

  /** Null where it is left out: without a name, and by 1.8 without a known prefix. */
  static @Nullable Xattr of(TarXattr xattr, ErofsUtils version) {
    byte[] full = upToNul(xattr.name());
    XattrPrefix prefix = XattrPrefix.of(full).orElse(null);
    if (prefix != null) {
      return new Xattr(prefix.index, prefix.strip(full), full, xattr.value(), NOT_SHARED);
    }
    return version.isOld() || full.length == 0
        ? null
        : new Xattr(XattrPrefix.NONE, full, full, xattr.value(), NOT_SHARED);
  }

  private static Xattr ofText(String name, String value) {
    byte[] full = name.getBytes(StandardCharsets.US_ASCII);
    XattrPrefix prefix = XattrPrefix.of(full).orElseThrow();
    return new Xattr(
        prefix.index,
        prefix.strip(full),
        full,
        value.getBytes(StandardCharsets.US_ASCII),
        NOT_SHARED);
  }

  private static byte[] upToNul(byte[] name) {
    int end = 0;
    while (end < name.length && name[end] != 0) {
      end++;
    }
    return end == name.length ? name : Arrays.copyOf(name, end);
  }

  Xattr withSharedId(long id) {
    return new Xattr(index, name, full, value, id);
  }

  boolean isShared() {
    return sharedId >= 0;
  }

  /** Bytes on disk, without padding. */
  int length() {
    return XattrEntry.HEADER + name.length + value.length;
  }

  /** Whether the lengths fit their fields. */
  boolean fits() {
    return name.length <= 0xff && value.length <= 0xffff;
  }

  /** Appends the entry; lengths that do not fit their fields are cut as the reference tool does. */
  void encode(ByteWriter out) {
    out.u8(name.length & 0xff).u8(index).u16(value.length & 0xffff).bytes(name).bytes(value);
    out.align(XattrEntry.ALIGNMENT);
  }

  /** By the whole name, a NUL and the value. */
  @Override
  public int compareTo(Xattr other) {
    int names = Arrays.compareUnsigned(full, other.full);
    return names != 0 ? names : Arrays.compareUnsigned(value, other.value);
  }
}
