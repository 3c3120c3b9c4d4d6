package dev.layerseal.erofs.disk;

import java.util.EnumSet;
import java.util.Set;

/**
 * Bits of {@code feature_incompat}: a reader must refuse those it does not know. Three bits have
 * two meanings each, told apart by whether the image is compressed.
 */
public enum FeatureIncompat {
  /** Compressed streams stand at the end of their cluster, behind zeros. */
  ZERO_PADDING(0x1),
  /** Compression configurations follow the superblock; also: physical clusters of many blocks. */
  COMPRESSION_CONFIGS(0x2),
  CHUNKED_FILE(0x4),
  /** Other devices; also: a second compression algorithm. */
  DEVICE_TABLE(0x8),
  /** The last cluster of a file may follow its inode. */
  TAIL_PACKING(0x10),
  /** Ends of files gathered in the packed inode; also: clusters that several files share. */
  FRAGMENTS(0x20),
  XATTR_PREFIXES(0x40),
  /** Block numbers of 48 bits. */
  WIDE_BLOCKS(0x80),
  /** Inodes in an inode of their own. */
  METABOX(0x100);

  /** All bits with a meaning. */
  public static final long KNOWN = 0x1ff;

  public final long bit;

  FeatureIncompat(long bit) {
    this.bit = bit;
  }

  /** Whether the bit is set in {@code word}. */
  public boolean in(long word) {
    return (word & bit) != 0;
  }

  /** The known features of {@code word}. */
  public static Set<FeatureIncompat> all(long word) {
    Set<FeatureIncompat> found = EnumSet.noneOf(FeatureIncompat.class);
    for (FeatureIncompat feature : values()) {
      if (feature.in(word)) {
        found.add(feature);
      }
    }
    return found;
  }
}
