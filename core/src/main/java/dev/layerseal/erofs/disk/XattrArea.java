package dev.layerseal.erofs.disk;

import dev.layerseal.bytes.ByteReader;
import dev.layerseal.bytes.ByteWriter;
import dev.layerseal.error.FormatException;
import java.util.ArrayList;
import java.util.List;

/**
 * The extended attributes that follow an inode ({@code struct erofs_xattr_ibody_header} and what
 * comes after it).
 *
 * <pre>
 * 0x00  u32  h_name_filter    see NameFilter
 * 0x04  u8   h_shared_count   number of ids
 * 0x05  7    h_reserved2      0
 * 0x0c  u32  h_shared_xattrs  the ids: byte offset / 4 from the superblock's xattr_blkaddr
 *            entries          inline ones, each padded to 4 bytes
 * </pre>
 */
public record XattrArea(long nameFilter, List<Long> sharedIds, List<XattrEntry> entries) {

  public static final int HEADER = 12;

  /** Bytes of a shared id, and the unit of shared ids. */
  public static final int SHARED_ID = 4;

  public XattrArea {
    sharedIds = List.copyOf(sharedIds);
    entries = List.copyOf(entries);
  }

  /** Bytes of the area that {@code i_xattr_icount} announces, 0 for none. */
  public static int size(int xattrCount) {
    return xattrCount == 0 ? 0 : HEADER + (xattrCount - 1) * SHARED_ID;
  }

  /** Reads to the end of {@code in}, which holds the area and nothing else. */
  public static XattrArea decode(ByteReader in) throws FormatException {
    long filter = in.u32();
    int sharedCount = in.u8();
    in.zeros("h_reserved2", 7);
    if (in.remaining() < sharedCount * SHARED_ID) {
      throw in.malformed("%d shared ids, space for %d".formatted(sharedCount, in.remaining() / 4));
    }
    List<Long> sharedIds = new ArrayList<>(sharedCount);
    for (int i = 0; i < sharedCount; i++) {
      sharedIds.add(in.u32());
    }
    List<XattrEntry> entries = new ArrayList<>();
    while (in.remaining() > 0) {
      entries.add(XattrEntry.decode(in));
    }
    return new XattrArea(filter, sharedIds, entries);
  }

  /** Bytes of the area. */
  public int size() {
    int size = HEADER + sharedIds.size() * SHARED_ID;
    for (XattrEntry entry : entries) {
      size += entry.size();
    }
    return size;
  }

  /** What {@code i_xattr_icount} says about an area like this. */
  public int xattrCount() {
    return (size() - HEADER) / SHARED_ID + 1;
  }

  public void encode(ByteWriter out) {
    out.u32(nameFilter).u8(sharedIds.size()).zeros(7);
    sharedIds.forEach(out::u32);
    entries.forEach(entry -> entry.encode(out));
  }
}
