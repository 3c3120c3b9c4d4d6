package dev.layerseal.erofs.mkfs;

import java.util.ArrayList;
import java.util.List;

/**
 * A part of a file, compressed on its own.
 *
 * @param extents packed, in the order of the file
 * @param position of the physical clusters of the extents, one after the other, in the {@link
 *     ClusterStore} that holds them until there is a place in the image
 * @param length of the clusters in bytes: whole blocks
 */
record Segment(int[] extents, long position, int length) {

  /** Bytes of a file that are compressed together, unless fewer are left. */
  static final int SIZE = 16 << 20;

  /** The extents of all {@code segments}. */
  static List<Extent> extents(List<Segment> segments) {
    List<Extent> extents = new ArrayList<>();
    for (Segment segment : segments) {
      for (int packed : segment.extents) {
        extents.add(Extent.unpack(packed));
      }
    }
    return extents;
  }
}
