package dev.layerseal.erofs.mkfs;

import java.util.List;

/**
 * A part of a file, compressed on its own.
 *
 * @param extents in the order of the file
 * @param clusters whole blocks: the physical clusters of the extents, one after the other
 * @param length bytes of {@code clusters} in use
 */
record Segment(List<Extent> extents, byte[] clusters, int length) {

  /** Bytes of a file that are compressed together, unless fewer are left. */
  static final int SIZE = 16 << 20;
}
