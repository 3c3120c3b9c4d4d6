package dev.layerseal.erofs.mkfs;

/**
 * What is written instead of the owners, times and xattrs that the layer has.
 *
 * @param allRoot whether every file belongs to uid 0 and gid 0 ({@code --all-root})
 * @param time of the image, in seconds ({@code -T})
 * @param times of files
 * @param xattrs what happens to xattrs; marks of overlay layers stay in any case
 * @param filtered whether inodes with xattrs say which names they cannot have (without {@code
 *     -E^xattr-name-filter})
 */
public record FileAttributes(
    boolean allRoot, long time, Times times, Xattrs xattrs, boolean filtered) {

  /** Which time a file gets. */
  public enum Times {
    /** That of the image ({@code --all-time}). */
    OF_IMAGE,
    /** Its own ({@code --mkfs-time}). */
    OWN,
    /** Its own where its inode has room for it anyway ({@code --mkfs-time --ignore-mtime}). */
    OWN_IF_ROOM
  }

  /** What happens to the xattrs of a layer. */
  public enum Xattrs {
    KEEP,
    DROP,
    /** A layer with xattrs is refused. */
    FAIL
  }

  /** Everything as the layer has it ({@code -T0 --mkfs-time}). */
  public static final FileAttributes OF_LAYER =
      new FileAttributes(false, 0, Times.OWN, Xattrs.KEEP, true);

  /** Root owns all, time 0, no xattrs: the same image whoever packs the files and when. */
  public static final FileAttributes UNIFORM =
      new FileAttributes(true, 0, Times.OF_IMAGE, Xattrs.DROP, false);

  /** Whether files stay as the layer has them, and the image has time 0. */
  boolean changeNothing() {
    return !allRoot && time == 0 && times == Times.OWN && xattrs == Xattrs.KEEP && filtered;
  }
}
