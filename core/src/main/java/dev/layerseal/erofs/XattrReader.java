package dev.layerseal.erofs;

import dev.layerseal.bytes.ByteReader;
import dev.layerseal.erofs.disk.ErofsSuperblock;
import dev.layerseal.erofs.disk.LongXattrPrefix;
import dev.layerseal.erofs.disk.XattrArea;
import dev.layerseal.erofs.disk.XattrEntry;
import dev.layerseal.erofs.disk.XattrPrefix;
import dev.layerseal.error.FormatException;
import dev.layerseal.error.LayersealException;
import dev.layerseal.tree.Xattrs;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Extended attributes: inline, shared, and the prefixes of their names. */
final class XattrReader {

  private static final int PREFIX_SIZE_LIMIT = 260;

  private final ErofsSuperblock superblock;
  private final ImageSource shared;
  private final List<LongXattrPrefix> prefixes;

  /** {@code shared} holds the shared attributes: the image, or the metabox. */
  XattrReader(ErofsSuperblock superblock, ImageSource shared, List<LongXattrPrefix> prefixes) {
    this.superblock = superblock;
    this.shared = shared;
    this.prefixes = List.copyOf(prefixes);
  }

  /** The table of long prefixes in {@code source}. */
  static List<LongXattrPrefix> prefixes(ErofsSuperblock superblock, ImageSource source)
      throws IOException, LayersealException {
    List<LongXattrPrefix> found = new ArrayList<>();
    long position = superblock.xattrPrefixStart() * XattrEntry.ALIGNMENT;
    for (int i = 0; i < superblock.xattrPrefixCount(); i++) {
      int length = (int) Math.min(PREFIX_SIZE_LIMIT, Math.max(0, source.size() - position));
      byte[] bytes = source.read(position, length);
      ByteReader in = new ByteReader("long xattr prefix", position, bytes);
      found.add(LongXattrPrefix.decode(in));
      position += length - in.remaining();
    }
    return found;
  }

  List<LongXattrPrefix> prefixes() {
    return prefixes;
  }

  Optional<XattrArea> area(ImageInode inode) throws IOException, LayersealException {
    if (inode.disk().xattrCount() == 0) {
      return Optional.empty();
    }
    long at = inode.xattrOffset();
    byte[] bytes = inode.home().read(at, inode.xattrSize());
    return Optional.of(XattrArea.decode(new ByteReader("xattr area", at, bytes)));
  }

  /** Byte offset of the shared attribute {@code id}. */
  long sharedOffset(long id) {
    long base = superblock.xattrBlock() << superblock.blockSize().bits();
    return base + id * XattrArea.SHARED_ID;
  }

  XattrEntry shared(long id) throws IOException, LayersealException {
    long at = sharedOffset(id);
    byte[] head = shared.read(at, XattrEntry.HEADER);
    int length = (head[0] & 0xff) + (head[2] & 0xff) + ((head[3] & 0xff) << 8);
    int size = XattrEntry.HEADER + length + (XattrEntry.ALIGNMENT - 1) & -XattrEntry.ALIGNMENT;
    return XattrEntry.decode(new ByteReader("shared xattr", at, shared.read(at, size)));
  }

  /** All attributes of an inode, the inline ones first, as the kernel lists them. */
  Xattrs xattrs(ImageInode inode) throws IOException, LayersealException {
    Optional<XattrArea> area = area(inode);
    if (area.isEmpty()) {
      return Xattrs.NONE;
    }
    List<Xattrs.Entry> found = new ArrayList<>();
    for (XattrEntry entry : area.get().entries()) {
      found.add(named(entry));
    }
    for (long id : area.get().sharedIds()) {
      found.add(named(shared(id)));
    }
    return new Xattrs(found);
  }

  Xattrs.Entry named(XattrEntry entry) throws FormatException {
    return new Xattrs.Entry(name(entry), entry.value());
  }

  private byte[] name(XattrEntry entry) throws FormatException {
    int index = entry.nameIndex();
    if ((index & XattrEntry.LONG_PREFIX_BIT) == 0) {
      return joined(prefix(index), new byte[0], entry.name());
    }
    int number = index & ~XattrEntry.LONG_PREFIX_BIT;
    if (number >= prefixes.size()) {
      throw new FormatException(
          "xattr name has long prefix %d of %d".formatted(number, prefixes.size()));
    }
    LongXattrPrefix longPrefix = prefixes.get(number);
    return joined(prefix(longPrefix.baseIndex()), longPrefix.infix(), entry.name());
  }

  private static byte[] prefix(int index) throws FormatException {
    if (index == XattrPrefix.NONE) {
      return new byte[0];
    }
    return XattrPrefix.ofIndex(index)
        .orElseThrow(() -> new FormatException("xattr name has the unknown prefix " + index))
        .text();
  }

  private static byte[] joined(byte[] a, byte[] b, byte[] c) {
    byte[] all = new byte[a.length + b.length + c.length];
    System.arraycopy(a, 0, all, 0, a.length);
    System.arraycopy(b, 0, all, a.length, b.length);
    System.arraycopy(c, 0, all, a.length + b.length, c.length);
    return all;
  }
}
