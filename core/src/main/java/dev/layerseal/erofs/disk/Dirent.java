package dev.layerseal.erofs.disk;

import dev.layerseal.bytes.ByteReader;
import dev.layerseal.bytes.ByteWriter;
import dev.layerseal.error.FormatException;

/**
 * The fixed part of a directory entry ({@code struct erofs_dirent}).
 *
 * <pre>
 * 0x00  u64  nid        where the inode is, in units of 32 bytes
 * 0x08  u16  nameoff    offset of the name in this directory block
 * 0x0a  u8   file_type  see FileType
 * 0x0b  u8   reserved   0
 * </pre>
 */
public record Dirent(long nid, int nameOffset, int fileType) {

  public static final int SIZE = 12;

  /** Longest name, in bytes. */
  public static final int MAX_NAME = 255;

  public static Dirent decode(ByteReader in) throws FormatException {
    Dirent dirent = new Dirent(in.u64(), in.u16(), in.u8());
    in.zeros("reserved", 1);
    return dirent;
  }

  public void encode(ByteWriter out) {
    out.u64(nid).u16(nameOffset).u8(fileType).u8(0);
  }
}
