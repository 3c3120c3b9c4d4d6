package dev.layerseal.erofs.disk;

import dev.layerseal.bytes.ByteReader;
import dev.layerseal.bytes.ByteWriter;
import dev.layerseal.error.FormatException;

/**
 * One extended attribute, inline or shared ({@code struct erofs_xattr_entry}).
 *
 * <pre>
 * 0x00  u8   e_name_len    bytes of the name, without its prefix
 * 0x01  u8   e_name_index  see XattrPrefix; bit 7: a long prefix, the rest is its number
 * 0x02  u16  e_value_size
 * 0x04       e_name, then the value, then zeros up to a multiple of 4
 * </pre>
 *
 * @param name without the prefix; may be empty
 */
public record XattrEntry(int nameIndex, byte[] name, byte[] value) {

  public static final int HEADER = 4;
  public static final int ALIGNMENT = 4;

  /** Bit of {@code e_name_index} for a long prefix. */
  public static final int LONG_PREFIX_BIT = 0x80;

  /** Reads the entry and its padding, which must be there and be zero. */
  public static XattrEntry decode(ByteReader in) throws FormatException {
    int nameLength = in.u8();
    int nameIndex = in.u8();
    int valueSize = in.u16();
    XattrEntry entry = new XattrEntry(nameIndex, in.bytes(nameLength), in.bytes(valueSize));
    in.zeros("xattr padding", entry.size() - HEADER - nameLength - valueSize);
    return entry;
  }

  /** Bytes with padding. */
  public int size() {
    return HEADER + name.length + value.length + (ALIGNMENT - 1) & -ALIGNMENT;
  }

  public void encode(ByteWriter out) {
    out.u8(name.length).u8(nameIndex).u16(value.length).bytes(name).bytes(value);
    out.zeros(size() - HEADER - name.length - value.length);
  }
}
