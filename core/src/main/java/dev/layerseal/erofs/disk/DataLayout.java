package dev.layerseal.erofs.disk;

import dev.layerseal.bytes.ByteReader;
import dev.layerseal.error.FormatException;

/** How the content of an inode is stored: bits 1 to 3 of {@code i_format}. */
public enum DataLayout {
  /** Whole blocks, one after the other. */
  FLAT_PLAIN(0),
  /** Compressed, with one 8-byte index for each logical cluster. */
  COMPRESSED_FULL(1),
  /** Whole blocks, and the rest directly behind the inode. */
  FLAT_INLINE(2),
  /** Compressed, with packed indexes. */
  COMPRESSED_COMPACT(3),
  /** Chunks, each anywhere on any device. */
  CHUNK_BASED(4);

  private static final DataLayout[] BY_CODE = values();

  /** Value on disk. */
  public final int code;

  DataLayout(int code) {
    this.code = code;
  }

  /** Whether the content has to be decompressed. */
  public boolean compressed() {
    return this == COMPRESSED_FULL || this == COMPRESSED_COMPACT;
  }

  static DataLayout of(int code, ByteReader in) throws FormatException {
    if (code >= BY_CODE.length) {
      throw in.malformed("i_format has the reserved data layout " + code);
    }
    return BY_CODE[code];
  }
}
