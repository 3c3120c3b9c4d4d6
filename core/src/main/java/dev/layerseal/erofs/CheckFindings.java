package dev.layerseal.erofs;

import java.util.ArrayList;
import java.util.List;

/** Gathers findings, up to a bound. */
final class CheckFindings {

  /** Findings that are kept; the rest are counted. */
  static final int LIMIT = 1000;

  private final List<Finding> kept = new ArrayList<>();
  private long more;

  void add(String structure, long offset, String reason) {
    if (kept.size() < LIMIT) {
      kept.add(new Finding(structure, offset, reason));
    } else {
      more++;
    }
  }

  void add(ImageInode inode, String reason) {
    add("inode " + inode.nid(), inode.offset(), reason);
  }

  List<Finding> kept() {
    return kept;
  }

  long more() {
    return more;
  }
}
