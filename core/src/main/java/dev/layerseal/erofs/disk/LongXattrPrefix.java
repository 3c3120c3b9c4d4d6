package dev.layerseal.erofs.disk;

import dev.layerseal.bytes.ByteReader;
import dev.layerseal.bytes.ByteWriter;
import dev.layerseal.error.FormatException;

/**
 * One entry of the table of long xattr name prefixes ({@code struct erofs_xattr_long_prefix}).
 *
 * <pre>
 * 0x00  u16  size of what follows, without padding
 * 0x02  u8   base_index  see XattrPrefix
 * 0x03       infix, then zeros up to a multiple of 4
 * </pre>
 */
public record LongXattrPrefix(int baseIndex, byte[] infix) {

  private static final int SIZE_FIELD = 2;
  private static final int ALIGNMENT = 4;
  private static final int MAX_SIZE = 256;

  public static LongXattrPrefix decode(ByteReader in) throws FormatException {
    int size = in.u16();
    if (size < 1 || size > MAX_SIZE) {
      throw in.malformed("size is %d, expected 1 to %d".formatted(size, MAX_SIZE));
    }
    LongXattrPrefix prefix = new LongXattrPrefix(in.u8(), in.bytes(size - 1));
    in.skip(Math.min(in.remaining(), padding(size)));
    return prefix;
  }

  public void encode(ByteWriter out) {
    int size = 1 + infix.length;
    out.u16(size).u8(baseIndex).bytes(infix).zeros(padding(size));
  }

  private static int padding(int size) {
    return -(SIZE_FIELD + size) & (ALIGNMENT - 1);
  }
}
