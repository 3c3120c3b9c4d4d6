package dev.layerseal.composefs;

import dev.layerseal.bytes.ByteReader;
import dev.layerseal.bytes.ByteWriter;
import dev.layerseal.error.FormatException;
import dev.layerseal.error.UnsupportedFeatureException;

/**
 * What a composefs image starts with ({@code struct lcfs_erofs_header_s}).
 *
 * <pre>
 * 0x00  u32     magic              0xd078629a
 * 0x04  u32     version            1
 * 0x08  u32     flags              bit 0: an inode has an ACL
 * 0x0c  u32     composefs_version  0, 1 or 2
 * 0x10  u32[4]  unused             0
 * </pre>
 *
 * @param acl whether an inode has a POSIX ACL
 */
record ComposefsHeader(boolean acl, int composefsVersion) {

  static final int SIZE = 32;
  private static final long MAGIC = 0xd078629aL;
  private static final int HEADER_VERSION = 1;
  private static final int ACL_BIT = 1;
  private static final int MAX_VERSION = 2;

  /** Whether {@code bytes} start with the magic. */
  static boolean isMagic(byte[] bytes) throws FormatException {
    return bytes.length == SIZE && new ByteReader("composefs header", 0, bytes).u32() == MAGIC;
  }

  static ComposefsHeader decode(ByteReader in) throws FormatException, UnsupportedFeatureException {
    long magic = in.u32();
    if (magic != MAGIC) {
      throw in.malformed("magic is 0x%08x, expected 0x%08x".formatted(magic, MAGIC));
    }
    long version = in.u32();
    if (version != HEADER_VERSION) {
      throw in.unsupported("version is " + version + ", expected " + HEADER_VERSION);
    }
    long flags = in.u32();
    if ((flags & ~ACL_BIT) != 0) {
      throw in.unsupported("flags are 0x%08x, which sets unknown bits".formatted(flags));
    }
    long composefsVersion = in.u32();
    if (composefsVersion > MAX_VERSION) {
      throw in.unsupported("composefs_version is " + composefsVersion + ", expected 0 to 2");
    }
    in.zeros("unused", 16);
    return new ComposefsHeader(flags != 0, (int) composefsVersion);
  }

  void encode(ByteWriter out) {
    out.u32(MAGIC).u32(HEADER_VERSION).u32(acl ? ACL_BIT : 0).u32(composefsVersion).zeros(16);
  }
}
