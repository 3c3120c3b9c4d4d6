package dev.layerseal.erofs.disk;

import java.util.EnumSet;
import java.util.Set;

/** Bits of {@code feature_compat}: a reader may ignore those it does not know. */
public enum FeatureCompat {
  SUPERBLOCK_CHECKSUM(0x1),
  MTIME(0x2),
  XATTR_FILTER(0x4),
  SHARED_XATTRS_IN_METABOX(0x8),
  PLAIN_XATTR_PREFIXES(0x10),
  INODE_SHARING(0x20);

  public final long bit;

  FeatureCompat(long bit) {
    this.bit = bit;
  }

  /** Whether the bit is set in {@code word}. */
  public boolean in(long word) {
    return (word & bit) != 0;
  }

  /** The known features of {@code word}. */
  public static Set<FeatureCompat> all(long word) {
    Set<FeatureCompat> found = EnumSet.noneOf(FeatureCompat.class);
    for (FeatureCompat feature : values()) {
      if (feature.in(word)) {
        found.add(feature);
      }
    }
    return found;
  }
}
