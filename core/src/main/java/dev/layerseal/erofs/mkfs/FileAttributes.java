package dev.layerseal.erofs.mkfs;

/**
 * What is written instead of the owners, times and xattrs that the layer has.
 *
 * @param allRoot whether every file belongs to uid 0 and gid 0 ({@code --all-root})
 * @param time of the image, in seconds ({@code -T})
 * @param oneTime whether every file has that time too, or its own ({@code --mkfs-time})
 * @param xattrs what happens to xattrs; marks of overlay layers stay in any case
 * @param filtered whether inodes with xattrs say which names they cannot have (without {@code
 *     -E^xattr-name-filter})
 */
public record FileAttributes(
    boolean allRoot, long time, boolean oneTime, Xattrs xattrs, boolean filtered) {

  /** What happens to the xattrs of a layer. */
  public enum Xattrs {
    KEEP,
    DROP,
    /** A layer with xattrs is refused. */
    FAIL
  }

  /** Everything as the layer has it ({@code -T0 --mkfs-time}). */
  public static final FileAttributes OF_LAYER =
      new FileAttributes(false, 0, false, Xattrs.KEEP, true);

  /** Root owns all, time 0, no xattrs: the same image whoever packs the files and when. */
  public static final FileAttributes UNIFORM =
      new FileAttributes(true, 0, true, Xattrs.DROP, false);
}
